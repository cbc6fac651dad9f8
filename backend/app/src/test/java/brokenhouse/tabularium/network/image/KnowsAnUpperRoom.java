package brokenhouse.tabularium.network.image;

import brokenhouse.tabularium.network.reading.Upper;

class KnowsAnUpperRoom {
  Upper upper = new Upper();
}
