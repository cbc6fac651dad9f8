package org.tabularium.app.annotate.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.stereotype.Component;
import org.tabularium.app.annotate.LabelFiles;
import org.tabularium.app.annotate.LabelLayout;
import org.tabularium.app.corpus.Corpus;
import tools.jackson.databind.json.JsonMapper;

/** Writes labels as files, scan by scan. The streams stay open. */
@Component
class LabelFileWriter {

  private final FileScans scans;
  private final LabelFiles csv;
  private final JsonMapper json;

  LabelFileWriter(FileScans scans, LabelFiles csv, JsonMapper json) {
    this.scans = scans;
    this.csv = csv;
    this.json = json;
  }

  /**
   * What is asked for.
   *
   * @param layout of a CSV file
   * @param digits of PAGE-XML and ALTO files; the others hold labels alone
   * @param base address of the application, for the names of scans
   */
  record Wanted(LabelFormat format, LabelLayout layout, FileScans.Digits digits, String base) {}

  /** All of a corpus: one file, or an archive. */
  void corpus(Corpus corpus, Wanted wanted, OutputStream out) throws IOException {
    WebAnnotations.Scans labels =
        taker -> scans.ofCorpus(corpus.id(), FileScans.Digits.LABELS, taker);
    switch (wanted.format()) {
      case CSV -> out.write(csv.csv(corpus.id(), wanted.layout()).getBytes(StandardCharsets.UTF_8));
      case W3C ->
          new WebAnnotations(wanted.base(), json)
              .collection(Long.toString(corpus.id()), corpus.name(), labels, out);
      case COCO -> Coco.write(corpus.name(), json, labels, out);
      case YOLO -> Yolo.write(labels, out);
      case PAGE, ALTO -> {
        ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        scans.ofCorpus(
            corpus.id(),
            wanted.digits(),
            scan -> {
              boolean said =
                  scan.isTouched()
                      || scan.tables().stream().anyMatch(table -> !table.labels().isEmpty());
              if (said) {
                zip.putNextEntry(new ZipEntry(scan.name() + ".xml"));
                xml(wanted.format(), scan, zip);
                zip.closeEntry();
              }
            });
        zip.finish();
      }
    }
  }

  /** One table. */
  void table(long table, Wanted wanted, OutputStream out) throws IOException {
    boolean readings = wanted.format().isFilePerScan();
    FileScan scan = scans.ofTable(table, readings ? wanted.digits() : FileScans.Digits.LABELS);
    switch (wanted.format()) {
      case CSV ->
          out.write(csv.csvOfTable(table, wanted.layout()).getBytes(StandardCharsets.UTF_8));
      case W3C -> new WebAnnotations(wanted.base(), json).page(scan, out);
      case COCO -> Coco.write(scan.fileName(), json, taker -> taker.take(scan), out);
      case YOLO -> Yolo.write(taker -> taker.take(scan), out);
      case PAGE, ALTO -> xml(wanted.format(), scan, out);
    }
  }

  private static void xml(LabelFormat format, FileScan scan, OutputStream out) throws IOException {
    if (format == LabelFormat.PAGE) {
      PageXml.write(scan, out);
    } else {
      Alto.write(scan, out);
    }
  }
}
