package org.tabularium.app.corpus;

import java.util.List;

/**
 * Tables have been deleted, or are to be read otherwise; nothing that was read under these keys
 * need be kept unless other tables share it. Published within the transaction.
 *
 * @param tables their numbers
 * @param readKeys the keys they were read under
 */
public record TablesGone(List<Long> tables, List<String> readKeys) {}
