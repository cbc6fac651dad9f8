package org.tabularium.app.annotate.formats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tabularium.app.annotate.LabelIntake;
import org.tabularium.app.annotate.LabelIntake.Trouble;
import org.tabularium.app.annotate.LabelLayout;

/** What a file says, gathered line by line. */
final class FileLines {

  private final List<Map<String, String>> lines = new ArrayList<>();
  private final List<Trouble> problems = new ArrayList<>();

  void line(Map<String, String> line) {
    lines.add(line);
  }

  void problem(Trouble problem) {
    problems.add(problem);
  }

  LabelIntake.Lines of(LabelFormat format) {
    return new LabelIntake.Lines(format.lower(), LabelLayout.ALL, lines, problems);
  }

  /** Where in a file something stands, with the file's name when it came in an archive. */
  static String at(String file, String element) {
    return file.isEmpty() ? element : file + ", " + element;
  }
}
