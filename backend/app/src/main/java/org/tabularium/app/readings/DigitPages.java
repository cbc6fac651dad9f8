package org.tabularium.app.readings;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;
import org.tabularium.app.readings.ReadingsApi.ReadDigit;
import org.tabularium.network.image.Box;
import org.tabularium.network.reading.Digit;

/** The digits of a table as text: the view for those who see no pictures. */
@Controller
class DigitPages {

  private final Tables tables;
  private final CorrectedReadings readings;

  DigitPages(Tables tables, CorrectedReadings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  @GetMapping("/tables/{id}/digits")
  String digits(
      @PathVariable long id, @RequestParam MultiValueMap<String, String> query, Model model) {
    Table table = tables.get(id);
    Optional<TableDigits> found = readings.find(table, query.getFirst("model"), Digits.of(query));
    model.addAttribute("table", table);
    Digits which = Digits.of(query);
    model.addAttribute("which", which);
    // What was corrected is told where the digits as read are shown, too.
    model.addAttribute("corrections", found.isPresent() ? readings.find(table).orElse(null) : null);
    model.addAttribute("lines", found.map(DigitPages::lines).orElse(List.of()));
    return "table/digits";
  }

  private static List<List<ReadDigit>> lines(TableDigits of) {
    Map<Box, ReadDigit> shown = new HashMap<>();
    List<ReadDigit> all = ReadDigit.of(of);
    List<Digit> digits = of.reading().digits();
    for (int i = 0; i < digits.size(); i++) {
      shown.put(digits.get(i).box(), all.get(i));
    }
    return Lines.of(digits, of.reading().turn()).stream()
        .map(line -> line.stream().map(digit -> shown.get(digit.box())).toList())
        .toList();
  }
}
