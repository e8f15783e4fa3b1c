package dev.muster.server.assurance;

import dev.muster.core.assurance.Assessor;
import dev.muster.core.assurance.Verdict;
import dev.muster.core.facts.Check;
import dev.muster.core.ledger.Grade;
import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** By which rules a past was judged: what was kept by others is made again. */
final class HistoryRules {
    /** Raised when the same facts lead to other verdicts although none of what follows has changed. */
    private static final String EDITION = "1";

    private HistoryRules() {}

    /** Of the catalogue, its links, the checks, and the words that verdicts are kept in. */
    static String of(Assessor assessor) {
        StringBuilder all = new StringBuilder(EDITION);
        all.append(assessor.catalogue().version());
        assessor.catalogue()
                .requirements()
                .forEach(requirement -> all.append('\n').append(requirement));
        assessor.catalogue().links().forEach(link -> all.append('\n').append(link));
        for (Check check : assessor.checks().all()) {
            all.append('\n').append(check.id()).append(check.needs()).append(check.maxAge());
        }
        all.append(Arrays.toString(Verdict.Kind.values())).append(Arrays.toString(Grade.values()));
        return HexFormat.of().formatHex(Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)));
    }
}
