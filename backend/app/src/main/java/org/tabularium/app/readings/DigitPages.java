package org.tabularium.app.readings;

import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.tabularium.app.corpus.Table;
import org.tabularium.app.corpus.Tables;

/** The digits of a table as text: the view for those who see no pictures. */
@Controller
class DigitPages {

  private final Tables tables;
  private final Readings readings;

  DigitPages(Tables tables, Readings readings) {
    this.tables = tables;
    this.readings = readings;
  }

  @GetMapping("/tables/{id}/digits")
  String digits(@PathVariable long id, Model model) {
    Table table = tables.get(id);
    model.addAttribute("table", table);
    model.addAttribute(
        "lines",
        readings
            .find(table)
            .map(
                reading ->
                    Lines.of(reading.digits(), reading.turn()).stream()
                        .map(line -> line.stream().map(ReadingsApi.ReadDigit::of).toList())
                        .toList())
            .orElse(List.of()));
    return "table/digits";
  }
}
