package org.tabularium.training.patches;

import java.util.List;
import java.util.random.RandomGenerator;

/** Words as early books spell them: long s, u for v, abbreviations; real ones and made-up ones. */
final class Words {

  private static final String[] LATIN =
      words(
          "in et ad de non est sunt cum per ex ab quod qui quae que hoc sed vel aut nec si ut atque "
              + "sphaera sphaerae circulus circuli polus polo caelum coelum terra terrae sol solis "
              + "solem luna lunae stella stellarum signum signa signorum zodiaci zodiacus ecliptica "
              + "aequinoctialis aequator tropicus horizon horizontis meridies meridiani latitudo "
              + "longitudo altitudo declinatio ascensio recta obliqua gradus minuta secunda hora "
              + "horae dies diei nox annus anni mensis tabula tabulae numerus numeri linea lineae "
              + "sinus arcus angulus triangulum rectus centrum diameter semidiameter proportio ratio "
              + "motus medius verus orbis mundi mundus elementa ignis aer aqua aries taurus gemini "
              + "cancer leo virgo libra scorpio sagittarius capricornus aquarius pisces ianuarius "
              + "februarius martius aprilis maius iunius iulius augustus september october november "
              + "december saturnus iupiter mars venus mercurius liber caput propositio theorema "
              + "problema demonstratio corollarium scholium definitio item igitur ergo quoniam omnis "
              + "omnia maior minor aequalis aequales inter supra infra semper autem enim vero etiam "
              + "quidem ita sicut scilicet secundum");
  private static final String[] ITALIAN =
      words(
          "di del della dello dei delle il lo la li gli le un una uno in con per da al alla et e o "
              + "che non si come sono questo questa quello quella sole luna stelle stella cielo terra "
              + "polo circolo equinottiale zodiaco segno segni gradi minuti hore giorno giorni notte "
              + "anno mese tavola tavole climi clima parallelo paralleli principio mezzo fine altezza "
              + "larghezza lunghezza maggior minore isola roma venezia milano napoli sicilia egitto "
              + "africa primo secondo terzo quarto quinto sesto settimo ottavo nono decimo levare "
              + "tramontare ombra sfera mondo elementi fuoco aria acqua gennaio febraio marzo aprile "
              + "maggio giugno luglio agosto settembre ottobre novembre decembre seconda i moderni "
              + "antichi dichiaratione capitolo libro figura essempio ascendente orizonte meridiano "
              + "viene fanno hanno cosi dunque perche quando dove tutto tutti ogni altro altri");
  private static final String[] FRENCH =
      words(
          "le la les de des du un une et en au aux par pour sur que qui ce ces est sont il elle nous "
              + "vous ne pas plus soleil lune estoile estoiles ciel terre pole cercle signe signes "
              + "degrez minutes heures heure iour iours nuict an annee mois table tables climat "
              + "hauteur longitude latitude premier second troisiesme quatriesme midy orient occident "
              + "sphere monde feu air eau ianvier fevrier mars avril may iuin iuillet aoust septembre "
              + "octobre novembre decembre chapitre livre figure roy royne france paris lyon rouen "
              + "grand grande petit petite mesme autre autres toute tous ainsi comme quand depuis "
              + "iusques lequel laquelle souz dessus dessouz avec sans entre apres devant estre avoir "
              + "faict dict dit doit peult seigneur monsieur dieu foy loy paix guerre ville");
  private static final String[] GERMAN =
      words(
          "der die das des dem den ein eine einer eines und oder in im zu von mit auf aus bey nach "
              + "fur ist sind wird werden nicht so als wie auch sonne mond stern sterne himmel erde "
              + "pol circkel zeichen grad minuten stund stunden tag tage nacht jar jahr monat tafel "
              + "tafeln hohe breite lange erste ander dritte vierte linien zal zahl zahlen rechnung "
              + "welt feuer lufft wasser jenner hornung mertz april mey brachmonat hewmonat augst "
              + "herbstmonat weinmonat wintermonat christmonat capitel buch figur nordlich sudlich "
              + "aufgang untergang mittag mitternacht schatten zirckel grosse kleine also darumb "
              + "solches welche welcher durch unter uber zwischen alle gantze halbe viertel");
  private static final String[] ENGLISH =
      words(
          "the of and to in a is that for it as was with be by on not he his but at are this have "
              + "from or had an they which one you were all her she there would their we him been has "
              + "when who will no more if out so up said what its about than into them can only other "
              + "time new some could these two may first then do any like my now over such our man me "
              + "even most made after also did many off before must well back through years much where "
              + "your way down should because long each just state those people too mr how little good "
              + "observatory barometer reduced sea level mean inches temperature wind rain figure "
              + "omitted table hours july august monthly daily maximum minimum latitude longitude");
  private static final String[] ABBREVIATIONS =
      words(
          "G. M. S. H. Gr. Mi. Sec. Ho. Min. Grad. Sig. Par. Cap. Lib. Fol. Num. Dif. Di. Ar Ta Ge "
              + "Cn Le Vi Li Sc Sa Cp Aq Pi Ari. Tau. Gem. Can. Leo. Vir. Lib. Sco. Sag. Cap. Aqu. Pis. "
              + "Ian. Feb. Mar. Apr. Mai. Iun. Iul. Aug. Sep. Oct. Nov. Dec. Ins. Mean. Max. N. B. A. "
              + "D. E. P. & &c. ss. S M G H o. z. s. I. l. i. O. Sol. Luna. or. occ. Sept. Merid.");

  private static final String[] ONSETS =
      words(
          "b c d f g h l m n p r s t v br cr dr fl gr pl pr qu sc sp st str tr ch ph th z s o i l");
  private static final String[] NUCLEI = words("a e i o u a e i o u ae au eu ia io oo ei ie ou ii");
  private static final String[] CODAS = words("m n r s t l x ns nt rs st ct s s l z i o");

  /** Syllables of letters that look like digits. */
  private static final String[] TRICKY =
      words(
          "zo zi oz io oi lo li il ol so si os is zz oo ii ll sz go gi ob bo to ot al la ge eg qo so I "
              + "o l s z i a e r t");

  private static final List<String[]> LANGUAGES =
      List.of(LATIN, LATIN, ITALIAN, FRENCH, GERMAN, ENGLISH);

  private final RandomGenerator random;
  private final String[] language;
  private final boolean longS;
  private final boolean oldVowels;
  private final double invented;
  private final double contracted;
  private final boolean roundR;
  private final boolean tironian;

  /** The habits of one book. */
  Words(RandomGenerator random) {
    this.random = random;
    this.language = LANGUAGES.get(random.nextInt(LANGUAGES.size()));
    this.longS = language != ENGLISH && random.nextDouble() < 0.85;
    this.oldVowels = language != ENGLISH && random.nextDouble() < 0.7;
    this.invented = random.nextDouble() < 0.5 ? 0.15 : 0.6;
    this.roundR = language != ENGLISH && random.nextDouble() < 0.35;
    this.tironian = language != ENGLISH && random.nextDouble() < 0.3;
    this.contracted = language != ENGLISH && random.nextDouble() < 0.4 ? 0.12 : 0;
  }

  /** One word of running text, with the stop that may follow it. */
  String word() {
    double kind = random.nextDouble();
    String word = kind < invented ? invented() : language[random.nextInt(language.length)];
    if (random.nextDouble() < 0.14) {
      word = capital(word);
    } else if (random.nextDouble() < 0.03) {
      return roman();
    } else if (random.nextDouble() < 0.04) {
      return and();
    }
    word = spelt(word);
    double stop = random.nextDouble();
    if (stop < 0.08) {
      word += ",";
    } else if (stop < 0.13) {
      word += ".";
    } else if (stop < 0.15) {
      word += ":";
    } else if (stop < 0.16) {
      word += "/";
    } else if (stop < 0.18) {
      word += "-";
    }
    return word;
  }

  /** How this book writes "and" in one sign; one of the two looks like a 7 or a 2. */
  String and() {
    return tironian ? "\u204a" : "&";
  }

  /** A name that begins with a capital, as tables list stars, places and months. */
  String name() {
    return spelt(capital(language[random.nextInt(language.length)]));
  }

  /** A word in capitals. */
  String shout() {
    String word = random.nextBoolean() ? invented() : language[random.nextInt(language.length)];
    return word.toUpperCase(java.util.Locale.ROOT).replace('U', oldVowels ? 'V' : 'U');
  }

  /** An abbreviation as column heads have them. */
  String abbreviation() {
    return ABBREVIATIONS[random.nextInt(ABBREVIATIONS.length)];
  }

  /** A roman numeral, with or without a point, large or small. */
  String roman() {
    int n = 1 + random.nextInt(random.nextInt(4) == 0 ? 90 : 20);
    StringBuilder text = new StringBuilder();
    String[] signs = {"XC", "L", "XL", "X", "IX", "V", "IV", "I"};
    int[] values = {90, 50, 40, 10, 9, 5, 4, 1};
    for (int i = 0; i < values.length; i++) {
      for (; n >= values[i]; n -= values[i]) {
        text.append(signs[i]);
      }
    }
    String numeral = text.toString();
    if (random.nextInt(3) == 0) {
      numeral = numeral.toLowerCase(java.util.Locale.ROOT);
      if (numeral.endsWith("i")) {
        numeral = numeral.substring(0, numeral.length() - 1) + "j";
      }
    }
    return random.nextInt(2) == 0 ? numeral + "." : numeral;
  }

  /**
   * A few letters that are easily taken for digits. An I, l or o by itself is not among them:
   * beside figures it is one, and printers short of sorts set it for one.
   */
  String lookalike() {
    String[] some = {
      "s", "z", "S", "Z", "ſ", "&", "g", "q", "b", "a", "t", "J", "so", "os", "zo", "oz", "ſi",
      "la", "go", "ob", "Do", "co", "mo", "ol", "os", "If", "In", "Sol", "lii", "B", "A", "D", "Q",
      "G", "C", "c", "e", "f", "r", "T", "L", "V", "X", "x", "v", "y", "?", "!", "§", "(", ")", "[",
      "*", "†", ";", ":"
    };
    return some[random.nextInt(some.length)];
  }

  private String invented() {
    StringBuilder word = new StringBuilder();
    if (random.nextInt(3) == 0) {
      for (int i = 2 + random.nextInt(4); i > 0; i--) {
        word.append(TRICKY[random.nextInt(TRICKY.length)]);
      }
      return word.toString();
    }
    int syllables = 1 + random.nextInt(4);
    for (int i = 0; i < syllables; i++) {
      word.append(ONSETS[random.nextInt(ONSETS.length)]);
      word.append(NUCLEI[random.nextInt(NUCLEI.length)]);
    }
    if (random.nextBoolean()) {
      word.append(CODAS[random.nextInt(CODAS.length)]);
    }
    return word.toString();
  }

  private static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private String spelt(String word) {
    StringBuilder out = new StringBuilder(word);
    for (int i = 0; i < out.length(); i++) {
      char c = out.charAt(i);
      if (oldVowels && c == 'v' && i > 0) {
        out.setCharAt(i, 'u');
      } else if (oldVowels && c == 'u' && i == 0) {
        out.setCharAt(i, 'v');
      } else if (longS && c == 's' && i < out.length() - 1) {
        out.setCharAt(i, 'ſ');
      } else if (roundR && c == 'r' && i > 0 && "obdhp".indexOf(out.charAt(i - 1)) >= 0) {
        out.setCharAt(i, 'ꝛ');
      } else if (contracted > 0 && random.nextDouble() < contracted) {
        int at = "aeiou".indexOf(c);
        if (at >= 0) {
          out.setCharAt(i, "āēīõũ".charAt(at));
        }
      }
    }
    return out.toString();
  }

  private static String[] words(String text) {
    return text.split(" ");
  }
}
