package brokenhouse.tabularium.network.image;

import org.springframework.util.StringUtils;

class KnowsSpring {
  boolean empty = StringUtils.hasText("");
}
