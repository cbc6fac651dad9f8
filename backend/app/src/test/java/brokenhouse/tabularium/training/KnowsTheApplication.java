package brokenhouse.tabularium.training;

import brokenhouse.tabularium.app.jobs.Goes;

class KnowsTheApplication {
  Goes goes = new Goes();
}
