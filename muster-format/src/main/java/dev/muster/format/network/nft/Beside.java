package dev.muster.format.network.nft;

import java.util.stream.Collectors;

/** What stands behind a table's text in lines that nftables passes over: {@link TlsRules} and {@link RateRules}. */
public final class Beside {
    private Beside() {}

    /** A text without it: the table alone. */
    public static String without(String ruleset) {
        return !ruleset.contains("#")
                ? ruleset
                : ruleset.lines()
                        .filter(line -> !line.startsWith(TlsRules.LEAD) && !line.startsWith(RateRules.LEAD))
                        .map(line -> line + "\n")
                        .collect(Collectors.joining());
    }
}
