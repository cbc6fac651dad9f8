package org.tabularium.app.annotate;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.tabularium.app.models.Models;

/** What to look at next: the places that the active model read and nobody has labelled. */
@Service
class Crops {

  /** Of how many tables at most the queue picks; the least certain first. */
  private static final int TABLES = 400;

  /** How many of the most doubtful digits of each. */
  private static final int EACH = 12;

  /**
   * The first class ahead of the second by less than this: a digit is in doubt. So is about one of
   * a hundred that the shipped model reads on generated pages.
   */
  private static final double DOUBT = 0.7;

  /** So many labels of an edition say how well it is read. */
  private static final int ENOUGH = 20;

  /** An edition of whose labels this share differs from what was read is read badly. */
  private static final double BADLY = 0.05;

  /** So far from all that is labelled lies what is of another book, whatever else it has. */
  private static final double DIFFERENT = 0.8;

  private static final String OPEN =
      """
      not exists (select 1 from label l where l.table_id = d.table_id
        and l.kind in ('digit', 'none', 'unsure')
        and b.x + b.w / 2 between l.x and l.x + l.w and b.y + b.h / 2 between l.y and l.y + l.h)
      """;

  private static final String FOUND =
      """
      select d.table_id, t.scan_sha256, coalesce(t.turn, 0) as turn, t.edition_id,
        d.model_version as model,
        coalesce(nullif(e.title, ''), t.file_name) as title, d.class as digit, d.confidence,
        d.second, d.margin, b.x, b.y, b.w, b.h, coalesce(t.confidence, 0) as evidence
      """;

  private static final String DIGITS =
      """
      select t.id as table_id, r.id as reading_id, r.model_version, d.class, d.confidence, d.i,
        case when d.runner_confidence > 0 then d.runner end as second,
        d.confidence - coalesce(d.runner_confidence, 0) as margin
      """;

  private static final String READ =
      """
      join reading r on r.read_key = t.read_key and r.model_version = :model
      cross join lateral unnest(r.classes, r.confidences, r.runner_classes, r.runner_confidences)
        with ordinality as d (class, confidence, runner, runner_confidence, i)
      """;

  /**
   * Boxes only for the digits that are left: each look into an array unpacks the whole of it, so it
   * must happen once a digit and not once a digit and label ({@code offset 0} keeps it so).
   */
  private static final String BOXED =
      """
      join scanned_table t on t.id = d.table_id
      left join edition e on e.id = t.edition_id
      cross join lateral (
        select r.boxes[4 * d.i - 3] as x, r.boxes[4 * d.i - 2] as y, r.boxes[4 * d.i - 1] as w,
          r.boxes[4 * d.i] as h
        from reading r where r.id = d.reading_id offset 0) b
      """;

  private final JdbcClient jdbc;
  private final Models models;

  Crops(JdbcClient jdbc, Models models) {
    this.jdbc = jdbc;
    this.models = models;
  }

  /**
   * Everything that the model takes for this digit, most doubtful first.
   *
   * @param corpora where to look; empty: everywhere
   */
  @Transactional(readOnly = true)
  List<Crop> takenFor(int digit, Collection<Long> corpora, int limit) {
    return jdbc.sql(
            FOUND
                + "from ("
                + DIGITS
                + "from scanned_table t "
                + READ
                + """
                where t.status = 'indexed' and (:anywhere or t.corpus_id = any(:corpora))
                  and d.class = :digit
                order by margin, t.id, d.i
                limit 2 * :limit + (select count(*) from label
                  where kind in ('digit', 'none', 'unsure'))) d
                """
                + BOXED
                + "where "
                + OPEN
                + " order by d.margin, d.table_id, d.i limit :limit")
        .param("model", models.active().version())
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .param("digit", digit)
        .param("limit", limit)
        .query((row, n) -> crop(row))
        .list();
  }

  private record Candidate(Crop crop, double evidence) {}

  /**
   * What to label next, and why: flags first, then whatever adds most to what is labelled.
   *
   * @param corpora where to look; empty: everywhere
   */
  @Transactional(readOnly = true)
  List<Crop> queue(Collection<Long> corpora, int limit) {
    List<Crop> picked = new ArrayList<>(flagged(corpora, limit));
    List<Candidate> pool = pool(corpora);
    List<Crop> labelled = labelled(corpora);
    int[] classes = new int[10];
    labelled.forEach(label -> classes[Objects.requireNonNull(label.digit())]++);
    Known known =
        new Known(classes, Arrays.stream(classes).min().orElse(0), quarter(pool), misread(corpora));
    double[] far = new double[pool.size()];
    for (int i = 0; i < far.length; i++) {
      far[i] = nearest(pool.get(i).crop(), labelled);
    }
    Set<Integer> taken = new HashSet<>();
    while (picked.size() < limit && taken.size() < pool.size()) {
      int best = -1;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < far.length; i++) {
        if (!taken.contains(i)) {
          double worth = worth(pool.get(i), far[i], known);
          if (worth > most) {
            most = worth;
            best = i;
          }
        }
      }
      Candidate next = pool.get(best);
      taken.add(best);
      picked.add(
          next.crop().because(reasons(next, far[best], known), known.inEdition(next.crop())));
      // Once it is picked it counts as labelled: the next should tell something else.
      for (int i = 0; i < far.length; i++) {
        far[i] = Math.min(far[i], distance(pool.get(i).crop(), next.crop()));
      }
    }
    return picked;
  }

  /**
   * What is known already.
   *
   * @param classes labels of each digit
   * @param fewest the least of them
   * @param weak a quarter of the candidates stand on pages read with no more evidence than this
   * @param misread by edition the share of its labels that differ from what was read
   */
  private record Known(int[] classes, int fewest, double weak, Map<Long, Double> misread) {

    @Nullable Double inEdition(Crop crop) {
      return crop.edition() == null ? null : misread.get(crop.edition());
    }

    boolean isRare(Crop crop) {
      return Crops.isRare(crop, classes, fewest);
    }
  }

  private static double worth(Candidate one, double far, Known known) {
    Double misread = known.inEdition(one.crop());
    return doubt(one.crop())
        + (known.isRare(one.crop()) ? 0.3 : 0)
        + (misread == null ? 0 : Math.min(0.4, 2 * misread))
        + (one.evidence() <= known.weak() ? 0.2 : 0)
        + 0.5 * Math.min(1.5, far);
  }

  private static List<String> reasons(Candidate one, double far, Known known) {
    List<String> reasons = new ArrayList<>();
    if (one.crop().margin() < DOUBT) {
      reasons.add("doubt");
    }
    if (known.isRare(one.crop())) {
      reasons.add("rare");
    }
    Double misread = known.inEdition(one.crop());
    if (misread != null && misread >= BADLY) {
      reasons.add("misread");
    }
    if (one.evidence() <= known.weak()) {
      reasons.add("weak");
    }
    if (far >= DIFFERENT) {
      reasons.add("different");
    }
    if (reasons.isEmpty()) {
      reasons.add("left");
    }
    return reasons;
  }

  private static double doubt(Crop crop) {
    return Math.max(0, 1 - crop.margin());
  }

  /** Fewer labels than half as many again as the rarest class has. */
  private static boolean isRare(Crop crop, int[] classes, int fewest) {
    int most = Arrays.stream(classes).max().orElse(0);
    return most > fewest
        && crop.digit() != null
        && classes[crop.digit()] <= Math.min(1.5 * fewest, 0.5 * most);
  }

  /** What a quarter of the candidates lie below: the tables that the model is least sure of. */
  private static double quarter(List<Candidate> pool) {
    double[] evidence = pool.stream().mapToDouble(Candidate::evidence).sorted().toArray();
    return evidence.length == 0 || evidence[0] == evidence[evidence.length - 1]
        ? Double.NEGATIVE_INFINITY
        : evidence[evidence.length / 4];
  }

  private static double nearest(Crop crop, List<Crop> others) {
    return others.stream().mapToDouble(other -> distance(crop, other)).min().orElse(2);
  }

  /**
   * How different two digits are to look at, as far as book, class, size and shape of their boxes
   * tell. It stands for the typeface, which nobody tells us, and never looks at the ink.
   */
  private static double distance(Crop a, Crop b) {
    boolean onePage = a.table() == b.table();
    boolean oneBook = a.edition() != null && a.edition().equals(b.edition());
    double book = onePage || oneBook ? 0 : DIFFERENT;
    double page = onePage ? 0 : 0.1;
    double type = Objects.equals(a.digit(), b.digit()) ? 0 : 0.6;
    double size = Math.min(1, Math.abs(Math.log(a.h() / b.h())));
    double shape = Math.min(1, Math.abs(Math.log(a.w() / a.h() * b.h() / b.w())));
    return book + page + type + size + 0.5 * shape;
  }

  /** By edition the share of its labels that differ from what was read; of a few labels none. */
  private Map<Long, Double> misread(Collection<Long> corpora) {
    Map<Long, Double> misread = new HashMap<>();
    jdbc.sql(
            """
            select t.edition_id, sum(l.labels) as labels, sum(coalesce(c.digits, 0)) as wrong
            from (select table_id, count(*) as labels from label
                where kind in ('digit', 'none') group by table_id) l
              join scanned_table t on t.id = l.table_id
              left join corrected_reading c on c.table_id = t.id and c.model_version = :model
            where t.edition_id is not null and (:anywhere or t.corpus_id = any(:corpora))
            group by t.edition_id having sum(l.labels) >= :enough
            """)
        .param("model", models.active().version())
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .param("enough", ENOUGH)
        .query(
            row -> {
              misread.put(
                  row.getLong("edition_id"),
                  Math.min(1, row.getDouble("wrong") / row.getDouble("labels")));
            });
    return misread;
  }

  private List<Crop> flagged(Collection<Long> corpora, int limit) {
    return jdbc.sql(
            """
            select t.id as table_id, t.scan_sha256, coalesce(t.turn, 0) as turn, t.edition_id,
              coalesce(nullif(e.title, ''), t.file_name) as title, l.digit, 0::real as confidence,
              l.model_version as model, null::smallint as second, 0::real as margin, l.x, l.y, l.w, l.h
            from label l join scanned_table t on t.id = l.table_id
            left join edition e on e.id = t.edition_id
            where l.kind = 'flag' and (:anywhere or t.corpus_id = any(:corpora))
            order by l.changed_at desc limit :limit
            """)
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .param("limit", limit)
        .query((row, n) -> crop(row).because(List.of("flagged"), null))
        .list();
  }

  private List<Candidate> pool(Collection<Long> corpora) {
    return jdbc.sql(
            "select * from ("
                + FOUND
                + ", row_number() over (partition by d.table_id order by d.margin, d.i) as place"
                + " from (select * from ("
                + DIGITS
                + """
                , row_number() over (partition by t.id
                    order by d.confidence - coalesce(d.runner_confidence, 0), d.i) as rank,
                  (select count(*) from label l where l.table_id = t.id) as labels
                from (select * from scanned_table where status = 'indexed'
                  and looks_like_table and (:anywhere or corpus_id = any(:corpora))
                  order by confidence, id limit :tables) t
                """
                + READ
                + ") ranked where rank <= 2 * :each + labels) d "
                + BOXED
                + "where "
                + OPEN
                + ") each where place <= :each order by table_id, place")
        .param("model", models.active().version())
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .param("tables", TABLES)
        .param("each", EACH)
        .query((row, n) -> new Candidate(crop(row), row.getDouble("evidence")))
        .list();
  }

  /** Digits that people have labelled. */
  private List<Crop> labelled(Collection<Long> corpora) {
    return jdbc.sql(
            """
            select t.id as table_id, t.scan_sha256, coalesce(t.turn, 0) as turn, t.edition_id,
              '' as title, l.digit, 1::real as confidence,
              l.model_version as model, null::smallint as second, 1::real as margin, l.x, l.y, l.w, l.h
            from label l join scanned_table t on t.id = l.table_id
            where l.kind = 'digit' and (:anywhere or t.corpus_id = any(:corpora))
            """)
        .param("anywhere", corpora.isEmpty())
        .param("corpora", corpora.toArray(Long[]::new))
        .query((row, n) -> crop(row))
        .list();
  }

  private static Crop crop(ResultSet row) throws SQLException {
    return new Crop(
        row.getLong("table_id"),
        row.getString("scan_sha256"),
        row.getInt("turn"),
        row.getObject("edition_id", Long.class),
        row.getString("model"),
        row.getString("title"),
        row.getDouble("x"),
        row.getDouble("y"),
        row.getDouble("w"),
        row.getDouble("h"),
        row.getObject("digit", Integer.class),
        row.getFloat("confidence"),
        row.getObject("second", Integer.class),
        row.getFloat("margin"),
        null,
        List.of());
  }
}
