package org.tabularium.app;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts Tabularium. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class TabulariumApplication {

  public static void main(String[] args) {
    SpringApplication application = new SpringApplication(TabulariumApplication.class);
    application.addInitializers(new OrderlyEnd());
    application.run(args);
  }
}
