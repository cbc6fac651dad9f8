package org.tabularium.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Tabularium. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TabulariumApplication {

  public static void main(String[] args) {
    SpringApplication.run(TabulariumApplication.class, args);
  }
}
