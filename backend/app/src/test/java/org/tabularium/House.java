package org.tabularium;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/**
 * The walls between the rooms of the house, as rules. What the benchmarks may see is said by their
 * pom, which knows the network alone.
 */
final class House {

  /** From the ground up: a room knows the floors below its own, and its neighbours. */
  static final List<Set<String>> APPLICATION =
      List.of(
          Set.of("platform"),
          Set.of("jobs", "corpus", "models"),
          Set.of("readings"),
          Set.of("judgement"),
          Set.of("search", "explain", "lens", "annotate"),
          Set.of("activation"),
          Set.of("training"),
          Set.of("home"));

  static final List<Set<String>> NETWORK =
      List.of(
          Set.of("image"),
          Set.of("model", "lrp"),
          Set.of("onnx"),
          Set.of("reading"),
          Set.of("index"));

  private House() {}

  /** All rules by what they guard. */
  static Map<String, ArchRule> walls() {
    Map<String, ArchRule> walls = new LinkedHashMap<>();
    floors(walls, "app", APPLICATION);
    floors(walls, "network", NETWORK);
    walls.put(
        "every room of the application has its floor",
        classes()
            .that()
            .resideInAPackage("..tabularium.app.*..")
            .should()
            .resideInAnyPackage(
                APPLICATION.stream()
                    .flatMap(Set::stream)
                    .map(room -> "..tabularium.app." + room + "..")
                    .toArray(String[]::new)));
    walls.put(
        "network is plain Java",
        noClasses()
            .that()
            .resideInAPackage("..tabularium.network..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.springframework..",
                "jakarta..",
                "org.hibernate..",
                "java.sql..",
                "java.net.http..",
                "..tabularium.training..",
                "..tabularium.app.."));
    walls.put(
        "training is plain Java below the application",
        noClasses()
            .that()
            .resideInAPackage("..tabularium.training..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.springframework..", "jakarta..", "java.sql..", "..tabularium.app.."));
    walls.put(
        "only training sees a training engine",
        noClasses()
            .that()
            .resideOutsideOfPackage("..tabularium.training..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.djl.."));
    walls.put(
        "the application never sees an inference engine",
        noClasses()
            .that()
            .resideInAPackage("..tabularium.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("ai.onnxruntime..", "ai.onnx.."));
    walls.put(
        "entities are a room's own",
        classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true));
    walls.put(
        "repositories are a room's own",
        classes()
            .that()
            .areAssignableTo("org.springframework.data.repository.Repository")
            .should()
            .bePackagePrivate()
            .allowEmptyShould(true));
    walls.put(
        "a package is named by what it holds",
        noClasses()
            .should()
            .resideInAnyPackage(
                "..util..",
                "..utils..",
                "..common..",
                "..dto..",
                "..impl..",
                "..service..",
                "..services..",
                "..helper..",
                "..helpers..",
                "..misc.."));
    walls.put(
        "no rooms in a circle",
        slices().matching("..tabularium.(*).(*)..").should().beFreeOfCycles());
    walls.put("every package says what it holds", classes().should(liveInADescribedPackage()));
    return walls;
  }

  private static void floors(Map<String, ArchRule> walls, String module, List<Set<String>> floors) {
    String start = "..tabularium." + module + ".";
    List<String> above = new ArrayList<>();
    for (int floor = floors.size() - 1; floor >= 0; floor--) {
      String[] rooms = packages(start, floors.get(floor));
      if (!above.isEmpty()) {
        walls.put(
            module + ": " + floors.get(floor) + " know nothing above",
            noClasses()
                .that()
                .resideInAnyPackage(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(start, above))
                .allowEmptyShould(true));
      }
      above.addAll(floors.get(floor));
    }
  }

  private static String[] packages(String start, Collection<String> rooms) {
    return rooms.stream().map(room -> start + room + "..").toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> liveInADescribedPackage() {
    return new ArchCondition<>("live in a package with a null-marked package-info") {
      @Override
      public void check(JavaClass c, ConditionEvents events) {
        if (!c.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(
              SimpleConditionEvent.violated(
                  c, c.getPackageName() + " lacks a package-info with @NullMarked"));
        }
      }
    };
  }
}
