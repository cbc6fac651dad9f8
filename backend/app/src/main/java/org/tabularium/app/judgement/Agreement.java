package org.tabularium.app.judgement;

import org.jspecify.annotations.Nullable;

/**
 * How well the scores of one model version agree with the judgements. Wanted are pairs judged same
 * or variant, not wanted those judged related or unrelated; those left open do not count.
 *
 * @param model the version
 * @param active whether it is the one that ranks now
 * @param kind the score: cosine, dot or sqrt
 * @param pairs how many judged pairs this version has read both tables of
 * @param wanted how many of them are same or variant
 * @param missing how many judged pairs it has not read
 * @param averagePrecision of all these pairs in the order of their scores; null where there is not
 *     at least one wanted pair and one that is not
 * @param atRandom what an order without any sense would reach: the share of the wanted
 * @param tables how many tables have both wanted and unwanted partners
 * @param byTable the mean over these tables of the average precision of their own partners; null
 *     where there is none
 */
public record Agreement(
    String model,
    boolean active,
    String kind,
    int pairs,
    int wanted,
    int missing,
    @Nullable Double averagePrecision,
    @Nullable Double atRandom,
    int tables,
    @Nullable Double byTable) {}
