package org.tabularium.app;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;
import org.tabularium.app.platform.TestDatabase;

/**
 * A test of the whole application on a fresh database and an empty data folder, listening on a free
 * port, asked through HTTP or within the process. The tag lets CI run these once more on another
 * server: {@code mvn test -Dgroups=database}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@ContextConfiguration(initializers = TestDatabase.ForApplication.class)
@AutoConfigureMockMvc
@AutoConfigureRestTestClient
@Tag("database")
public @interface TabulariumTest {}
