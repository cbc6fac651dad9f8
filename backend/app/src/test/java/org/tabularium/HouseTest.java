package org.tabularium;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class HouseTest {

  private static JavaClasses house;
  private static JavaClasses broken;

  @BeforeAll
  static void look() {
    house =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.tabularium");
    broken = new ClassFileImporter().importPackages("brokenhouse.tabularium");
  }

  @TestFactory
  Stream<DynamicTest> theWallsStand() {
    return House.walls().entrySet().stream()
        .map(wall -> DynamicTest.dynamicTest(wall.getKey(), () -> wall.getValue().check(house)));
  }

  /** A wall that cannot fall guards nothing. */
  @TestFactory
  Stream<DynamicTest> aBrokenWallIsSeen() {
    Map<String, ArchRule> walls = House.walls();
    return Stream.of(
            "app: [platform] know nothing above",
            "network: [image] know nothing above",
            "every room of the application has its floor",
            "network is plain Java",
            "training is plain Java below the application",
            "only training sees a training engine",
            "the application never sees an inference engine",
            "entities are a room's own",
            "repositories are a room's own",
            "a package is named by what it holds",
            "no rooms in a circle",
            "every package says what it holds")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () ->
                        assertThatThrownBy(() -> walls.get(name).check(broken))
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining("brokenhouse")));
  }

  @Test
  void theWholeHouseIsLookedAt() {
    for (String room :
        new String[] {
          "org.tabularium.network.reading.TableReader",
          "org.tabularium.app.jobs.Jobs",
          "org.tabularium.app.platform.People"
        }) {
      assertThat(house.contain(room)).as(room).isTrue();
    }
    assertThat(
            house.stream().anyMatch(c -> c.getPackageName().startsWith("org.tabularium.training")))
        .isTrue();
  }

  /** What a newcomer sees first; build outputs and dot-files aside. */
  @Test
  void theTopLevelIsTheOneAgreedOn() throws IOException {
    Path top = Path.of("").toAbsolutePath().resolve("../..").normalize();
    try (Stream<Path> names = Files.list(top)) {
      assertThat(
              names
                  .map(name -> name.getFileName().toString())
                  .filter(name -> !name.startsWith(".") && !name.equals("target")))
          .containsExactlyInAnyOrder(
              "pom.xml",
              "README.md",
              "backend",
              "frontend",
              "db-migrations",
              "docker-compose.yml",
              "corpus-samples",
              "LICENSE",
              "CITATION.cff");
    }
  }
}
