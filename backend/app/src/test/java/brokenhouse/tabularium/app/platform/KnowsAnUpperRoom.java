package brokenhouse.tabularium.app.platform;

import brokenhouse.tabularium.app.jobs.Goes;

public class KnowsAnUpperRoom {
  Goes goes = new Goes();
}
