package brokenhouse.tabularium.app.jobs;

import brokenhouse.tabularium.app.platform.KnowsAnUpperRoom;

/** Into platform and back: a cycle. */
public class Goes {
  KnowsAnUpperRoom round = new KnowsAnUpperRoom();
}
