package org.tabularium.app.lens;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A network to look at pairs with, and how it looks. Immutable: another layer or size is another
 * lens.
 *
 * @param id hash of all that changes a result, weights beside the file too, 64 hexadecimal digits
 * @param name for people
 * @param shipped whether it came with the application
 * @param file the network's file: its SHA-256 where it was sent, its name in the folder of networks
 *     where it was put there, empty where it shipped
 * @param layer whose activations are compared
 * @param sees ink, grey, plain or imagenet: what it is shown
 * @param height of the pictures it takes; null where it takes any size
 * @param width likewise
 * @param side where it takes any size: pictures of as many pixels as a square of this side has
 * @param gamma vgg16 for the paper's schedule by depth, or one number for all layers
 * @param card where it comes from; null where nobody said
 * @param registered when it came here
 * @param by who brought it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Lens(
    String id,
    String name,
    boolean shipped,
    String file,
    String layer,
    String sees,
    @Nullable Integer height,
    @Nullable Integer width,
    int side,
    String gamma,
    @Nullable JsonNode card,
    @Nullable Instant registered,
    @Nullable String by) {}
