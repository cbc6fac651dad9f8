package org.tabularium.training.improvement;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.tabularium.training.corpus.Truth;
import org.tabularium.training.corpus.Truth.PageTruth;
import org.tabularium.training.corpus.typeset.PrintedDigit;

/**
 * Which editions of a generated corpus play which part. Their typefaces alone decide, so that
 * nobody can choose by the outcome: editions in the lining figures of the weak model's two families
 * are what could be lost; of those in old-style figures, in the order of their ids, the first and
 * every third after it are labelled; the others are what is to be gained, and nobody labels them. A
 * scholar does the same who labels pages of some books and wants all books in such type read.
 *
 * @param corpus a folder with {@code pages} and {@code truth}
 * @param editions of each page
 * @param pages the truth, in the order of their ids
 * @param labelled editions in new type that somebody labels
 * @param targets editions in new type that nobody labels
 * @param others editions in type that the weak model knows
 */
public record Design(
    Path corpus,
    Map<String, String> editions,
    List<PageTruth> pages,
    SortedSet<String> labelled,
    SortedSet<String> targets,
    SortedSet<String> others) {

  /** One in so many editions in new type is labelled. */
  private static final int EVERY = 3;

  /** Pages that are labelled, in part, of each edition. */
  private static final int PAGES = 2;

  /** A part of a page that somebody labels. */
  public record Stretch(PageTruth page, List<PrintedDigit> digits) {}

  /** The parts in a corpus. */
  public static Design of(Path corpus) throws IOException {
    Map<String, String> editions = new TreeMap<>();
    SortedSet<String> known = new TreeSet<>();
    SortedSet<String> unknown = new TreeSet<>();
    Truth.facts(corpus.resolve("truth"))
        .forEach(
            (page, facts) -> {
              String edition = facts.get("book");
              String[] face = facts.get("figures").split("/");
              editions.put(page, edition);
              if (face[2].equals("old-style")) {
                unknown.add(edition);
              } else if (WeakModel.FAMILIES.contains(face[0])) {
                known.add(edition);
              }
            });
    SortedSet<String> labelled = new TreeSet<>();
    SortedSet<String> targets = new TreeSet<>();
    int at = 0;
    for (String edition : unknown) {
      (at++ % EVERY == 0 ? labelled : targets).add(edition);
    }
    List<PageTruth> pages =
        Truth.read(corpus.resolve("truth")).stream()
            .filter(
                page ->
                    known.contains(editions.get(page.pageId()))
                        || unknown.contains(editions.get(page.pageId())))
            .toList();
    return new Design(corpus, editions, pages, labelled, targets, known);
  }

  /** The same with no more than so many pages of each edition, its first. */
  public Design fewer(int each) {
    Map<String, Integer> taken = new TreeMap<>();
    List<PageTruth> some =
        pages.stream().filter(page -> taken.merge(edition(page), 1, Integer::sum) <= each).toList();
    return new Design(corpus, editions, some, labelled, targets, others);
  }

  /** The edition of a page. */
  public String edition(PageTruth page) {
    return editions.get(page.pageId());
  }

  /** The page's scan. */
  public Path scan(PageTruth page) {
    return corpus.resolve("pages").resolve(page.pageId());
  }

  /**
   * As a person would label: on two pages of each labelled edition she goes down a stretch of the
   * page, digit by digit, until she has her share.
   *
   * @param labels digits in all
   * @param seed of the pages and of where she begins
   */
  public List<Stretch> stretches(int labels, long seed) {
    Random random = new Random(seed);
    List<Stretch> stretches = new ArrayList<>();
    int parts = PAGES * labelled.size();
    int left = labels;
    for (String edition : labelled) {
      List<PageTruth> some =
          new ArrayList<>(pages.stream().filter(page -> edition(page).equals(edition)).toList());
      Collections.shuffle(some, random);
      for (PageTruth page : some.subList(0, PAGES)) {
        int share = left / parts;
        parts--;
        left -= share;
        int from = random.nextInt(page.digits().size() - share);
        stretches.add(new Stretch(page, page.digits().subList(from, from + share)));
      }
    }
    return stretches;
  }
}
