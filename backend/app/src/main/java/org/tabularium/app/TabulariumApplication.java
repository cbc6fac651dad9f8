package org.tabularium.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts Tabularium. */
@SpringBootApplication
public class TabulariumApplication {

  public static void main(String[] args) {
    SpringApplication.run(TabulariumApplication.class, args);
  }
}
