package org.tabularium.app.corpus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;
import org.tabularium.app.platform.Person;
import org.tabularium.app.platform.Problem;
import org.tabularium.network.image.Region;
import org.tabularium.network.image.ScanInfo;
import org.tabularium.network.image.Scans;
import org.tabularium.network.image.UnreadableScan;

/** Stores scans as tables: the bytes first, then the rows that name them. */
@Service
class Uploads {

  private final TableRows rows;
  private final TableViews views;
  private final ScanRows scans;
  private final ScanStore store;
  private final Pictures pictures;
  private final Corpora corpora;
  private final Editions editions;
  private final Locks locks;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;

  Uploads(
      TableRows rows,
      TableViews views,
      ScanRows scans,
      ScanStore store,
      Pictures pictures,
      Corpora corpora,
      Editions editions,
      Locks locks,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    this.rows = rows;
    this.views = views;
    this.scans = scans;
    this.store = store;
    this.pictures = pictures;
    this.corpora = corpora;
    this.editions = editions;
    this.locks = locks;
    this.transaction = transaction;
    this.events = events;
  }

  /**
   * What comes with a scan's bytes.
   *
   * @param fileName as the sender calls the file
   * @param corpus a corpus's name or number; made if it is a new name; null for the default one
   * @param edition the number of an edition of that corpus; null if {@code fields} describe it
   * @param fields description of the edition; empty if nothing was said
   * @param page the page in the book; null to take it from the file name
   * @param region the table's part of the scan; null for the whole
   * @param turn degrees clockwise that bring it upright; null leaves it to the evidence
   * @param scale network cells per scan pixel; null leaves it to the evidence
   */
  record Upload(
      @Nullable String fileName,
      @Nullable String corpus,
      @Nullable Long edition,
      EditionFields fields,
      @Nullable String page,
      @Nullable Region region,
      @Nullable Integer turn,
      @Nullable Double scale) {}

  /**
   * What came of an upload.
   *
   * @param table the table that now stands for the bytes
   * @param existed whether it had been there before
   */
  record Stored(Table table, boolean existed) {}

  /**
   * Stores one scan as a table and announces it, so that it will be read.
   *
   * @throws Problem when the bytes are no scan that can be read, the region lies outside it, the
   *     edition is not one of the corpus, or the corpus is a generated one
   */
  Stored take(InputStream stream, Upload upload, Person by) throws IOException {
    return take(stream, upload, by, false);
  }

  /** The same for a page that we typeset ourselves, which alone belongs in a generated corpus. */
  Stored takeGenerated(InputStream stream, Upload upload, Person by) throws IOException {
    return take(stream, upload, by, true);
  }

  private Stored take(InputStream stream, Upload upload, Person by, boolean generated)
      throws IOException {
    try (ScanStore.Incoming bytes = store.receive(stream)) {
      ScanInfo info = Scans.inspect(bytes.path());
      Region region = part(upload.region(), info.width(), info.height());
      if (!scans.existsById(bytes.sha256())) {
        pictures.check(
            bytes.path(),
            new Scan(bytes.sha256(), info.mediaType(), bytes.bytes(), info.width(), info.height()));
      }
      while (true) {
        store.keep(bytes);
        // A delete of the last table on the same bytes may sweep the file away just now.
        Stored stored =
            transaction.execute(status -> store(bytes, info, region, upload, by, generated));
        if (stored != null) {
          return stored;
        }
      }
    } catch (UnreadableScan e) {
      throw ScanProblems.of(e);
    }
  }

  private @Nullable Stored store(
      ScanStore.Incoming bytes,
      ScanInfo info,
      @Nullable Region region,
      Upload upload,
      Person by,
      boolean generated) {
    String sha256 = bytes.sha256();
    locks.untilCommit("scan", sha256);
    if (Files.notExists(store.path(sha256))) {
      return null;
    }
    long corpus = corpora.findOrCreate(upload.corpus(), by);
    locks.untilCommit("corpus", Long.toString(corpus));
    Optional<Long> existing = views.find(corpus, sha256, region, upload.turn());
    if (existing.isPresent()) {
      return new Stored(views.get(existing.get()), true);
    }
    if (!generated) {
      corpora.refuseIfGenerated(corpus);
    }
    if (!scans.existsById(sha256)) {
      scans.saveAndFlush(
          new ScanRow(sha256, info.mediaType(), bytes.bytes(), info.width(), info.height()));
    }
    String fileName = FileNames.shown(upload.fileName());
    TableRow row =
        new TableRow(
            corpus,
            sha256,
            region,
            upload.turn(),
            upload.scale(),
            fileName,
            upload.page() == null ? FileNames.page(fileName) : upload.page().strip(),
            by.id().value());
    row.editionId = editions.of(corpus, upload.edition(), upload.fields(), fileName, by);
    long id = rows.saveAndFlush(row).id;
    events.publishEvent(new TableWaits(id, row.readKey, by, generated));
    return new Stored(views.get(id), false);
  }

  /** The region as it is kept: null when it is the whole scan. */
  private static @Nullable Region part(@Nullable Region region, int width, int height) {
    if (region != null && !region.fits(width, height)) {
      throw new Problem(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "region-outside",
          Integer.toString(width),
          Integer.toString(height));
    }
    return region == null || region.equals(Region.whole(width, height)) ? null : region;
  }
}
