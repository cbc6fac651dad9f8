package org.tabularium.app.platform;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.servers.Server;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What the description of the REST interface says of all calls together. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

  private static final String PROBLEM = "Problem";

  @Bean
  OpenAPI description(ObjectProvider<BuildProperties> build) {
    return new OpenAPI()
        .info(
            new Info()
                .title("Tabularium")
                .version(build.stream().map(BuildProperties::getVersion).findFirst().orElse("0"))
                .license(
                    new License()
                        .name("Apache-2.0")
                        .url("https://www.apache.org/licenses/LICENSE-2.0")))
        // relative, so that the description is the same under whatever name it was fetched
        .servers(List.of(new Server().url("/")));
  }

  /** Whatever goes wrong is told in one form (RFC 9457). */
  @Bean
  OpenApiCustomizer problems() {
    return api -> {
      Schema<?> problem =
          new ObjectSchema()
              .addProperty("type", new StringSchema().format("uri-reference"))
              .addProperty("title", new StringSchema())
              .addProperty("status", new IntegerSchema())
              .addProperty("detail", new StringSchema())
              .addProperty("instance", new StringSchema().format("uri-reference"))
              .additionalProperties(true);
      api.getComponents().addSchemas(PROBLEM, problem);
      ApiResponse response =
          new ApiResponse()
              .description(PROBLEM)
              .content(
                  new Content()
                      .addMediaType(
                          org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON_VALUE,
                          new MediaType().schema(new Schema<>().$ref(PROBLEM))));
      api.getPaths().values().stream()
          .flatMap(path -> path.readOperations().stream())
          .forEach(operation -> operation.getResponses().addApiResponse("default", response));
    };
  }
}
