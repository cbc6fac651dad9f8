package org.tabularium.app.models;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A model version as people see it.
 *
 * @param version the hash that names it, 64 hexadecimal digits
 * @param active whether it reads new tables and ranks them
 * @param card where it comes from, its settings and its measured quality
 * @param registered when it came here
 */
public record Model(String version, boolean active, JsonNode card, Instant registered) {}
