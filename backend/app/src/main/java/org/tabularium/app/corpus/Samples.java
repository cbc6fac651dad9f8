package org.tabularium.app.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.platform.People;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.app.platform.TabulariumSettings;

/**
 * Puts the sample corpus on the shelf at the first start, in the background, one page after the
 * other. A start that is interrupted goes on at the next; a sample corpus that was deleted stays
 * so.
 */
@Component
class Samples implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Samples.class);

  /** Nobody typed these: the program names itself. */
  private static final String MAKER = "Tabularium";

  private static final String FOLDER = "classpath*:corpus-samples/";

  private static final Duration LAST_PAGE = Duration.ofSeconds(10);

  private final Corpora corpora;
  private final Uploads uploads;
  private final Metadata metadata;
  private final JdbcClient jdbc;
  private final MessageSource messages;
  private final TransactionTemplate transaction;
  private final People people;
  private final boolean wanted;
  private final PathMatchingResourcePatternResolver resources =
      new PathMatchingResourcePatternResolver();
  private volatile boolean stopping;
  private @Nullable Thread loading;

  Samples(
      Corpora corpora,
      Uploads uploads,
      Metadata metadata,
      JdbcClient jdbc,
      MessageSource messages,
      TransactionTemplate transaction,
      People people,
      TabulariumSettings settings) {
    this.corpora = corpora;
    this.uploads = uploads;
    this.metadata = metadata;
    this.jdbc = jdbc;
    this.messages = messages;
    this.transaction = transaction;
    this.people = people;
    this.wanted = settings.samples();
  }

  @EventListener(ApplicationReadyEvent.class)
  synchronized void start() {
    if (wanted && !loaded()) {
      loading = new Thread(this::load, "samples");
      loading.setDaemon(true);
      loading.start();
    }
  }

  /** Waits for the page in hand, which needs the database that goes away next. */
  @Override
  public synchronized void destroy() throws InterruptedException {
    stopping = true;
    if (loading != null) {
      loading.join(LAST_PAGE.toMillis());
    }
  }

  private boolean loaded() {
    return jdbc.sql("select count(*) from done_once where what = 'samples'")
            .query(Integer.class)
            .single()
        > 0;
  }

  /** Loads whatever is not there yet. */
  void load() {
    try {
      Resource[] pages = resources.getResources(FOLDER + "pages/*.jpg");
      Resource[] descriptions = resources.getResources(FOLDER + "metadata.csv");
      if (pages.length == 0 || descriptions.length == 0) {
        log.info("This build carries no sample corpus");
        return;
      }
      Arrays.sort(pages, Comparator.comparing(page -> Objects.requireNonNull(page.getFilename())));
      Person maker = people.named(MAKER);
      long corpus = corpus(maker);
      try (InputStream csv = descriptions[0].getInputStream()) {
        metadata.take(corpus, csv.readAllBytes(), maker);
      }
      for (Resource page : pages) {
        if (stopping) {
          return;
        }
        if (corpora.find(corpus).isEmpty()) {
          log.info("The sample corpus was deleted while it was loaded");
          break;
        }
        load(page, corpus, maker);
      }
      jdbc.sql("insert into done_once (what) values ('samples') on conflict do nothing").update();
      log.info("The sample corpus is loaded");
    } catch (IOException | RuntimeException e) {
      if (!stopping) {
        log.error("The sample corpus could not be loaded; the next start tries again", e);
      }
    }
  }

  private long corpus(Person maker) {
    String name = text("samples.name", "Sample tables (generated)");
    return Objects.requireNonNull(
        transaction.execute(
            status ->
                corpora
                    .find(name)
                    .orElseGet(
                        () ->
                            corpora
                                .create(name, text("samples.description", ""), true, maker)
                                .id())));
  }

  private void load(Resource page, long corpus, Person maker) throws IOException {
    try (InputStream bytes = page.getInputStream()) {
      uploads.takeGenerated(
          bytes,
          new Uploads.Upload(
              page.getFilename(),
              Long.toString(corpus),
              null,
              EditionFields.NONE,
              null,
              null,
              null,
              null),
          maker);
    } catch (Problem problem) {
      log.error("The sample page {} was refused", page.getFilename(), problem);
    }
  }

  /** Kept in the database, so in one language: that of the sample corpus's own description. */
  private String text(String key, String otherwise) {
    return String.valueOf(messages.getMessage(key, null, otherwise, Locale.ENGLISH));
  }
}
