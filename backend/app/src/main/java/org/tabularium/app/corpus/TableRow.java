package org.tabularium.app.corpus;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.tabularium.app.platform.PersonId;
import org.tabularium.network.image.Region;

@Entity
@Table(name = "scanned_table")
class TableRow {

  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  long corpusId;
  @Nullable Long editionId;
  String scanSha256;

  @Column(name = "region_x")
  @Nullable Integer regionX;

  @Column(name = "region_y")
  @Nullable Integer regionY;

  @Nullable Integer regionWidth;
  @Nullable Integer regionHeight;
  @Nullable Short askedTurn;
  @Nullable Double askedScale;
  String readKey;
  String fileName;
  String page;
  String status;
  @Nullable String problem;
  @Nullable String why;
  @Nullable Long jobId;
  @Nullable String modelVersion;
  @Nullable Short turn;
  @Nullable Double scale;
  @Nullable Float confidence;
  @Nullable Boolean looksLikeTable;
  @Nullable Integer digits;
  @Nullable Integer occurrences;
  double @Nullable [] otherSizes;
  Instant createdAt;
  long createdBy;
  @Nullable Instant changedAt;
  @Nullable Long changedBy;
  @Version int version;

  protected TableRow() {}

  TableRow(
      long corpusId,
      String scanSha256,
      @Nullable Region region,
      @Nullable Integer askedTurn,
      @Nullable Double askedScale,
      String fileName,
      String page,
      long createdBy) {
    this.corpusId = corpusId;
    this.scanSha256 = scanSha256;
    if (region != null) {
      this.regionX = region.x();
      this.regionY = region.y();
      this.regionWidth = region.width();
      this.regionHeight = region.height();
    }
    this.fileName = fileName;
    this.page = page;
    this.createdBy = createdBy;
    this.createdAt = Instant.now();
    ask(askedTurn, askedScale);
  }

  /** Takes a person's choices of how to read it; what was read before is no longer its reading. */
  final void ask(@Nullable Integer turn, @Nullable Double scale) {
    this.askedTurn = turn == null ? null : turn.shortValue();
    this.askedScale = scale;
    this.readKey = readKey(scanSha256, region(), turn, scale);
    unread();
  }

  final void changed(PersonId by) {
    changedBy = by.value();
    changedAt = Instant.now();
  }

  /** Back to the queue. */
  final void unread() {
    this.status = TableStatus.QUEUED.lower();
    this.problem = null;
    this.why = null;
    this.modelVersion = null;
    this.turn = null;
    this.scale = null;
    this.confidence = null;
    this.looksLikeTable = null;
    this.digits = null;
    this.occurrences = null;
    this.otherSizes = null;
  }

  final @Nullable Region region() {
    return regionX == null ? null : new Region(regionX, regionY, regionWidth, regionHeight);
  }

  /** Everything but the model that decides what is read. */
  static String readKey(
      String scanSha256, @Nullable Region region, @Nullable Integer turn, @Nullable Double scale) {
    return String.join(
        "/",
        scanSha256,
        region == null
            ? "full"
            : String.format(
                Locale.ROOT,
                "%d,%d,%d,%d",
                region.x(),
                region.y(),
                region.width(),
                region.height()),
        turn == null ? "any" : turn.toString(),
        scale == null ? "any" : scale.toString());
  }
}
