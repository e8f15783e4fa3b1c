package dev.muster.format.network.netlink;

import java.util.Optional;
import java.util.Set;

/** What a rule does beside judging, in words. */
final class Statement {
    private Statement() {}

    /**
     * The words of one expression.
     *
     * @param counted with what counters say
     * @return empty when it is none that is known
     */
    static Optional<String> words(String name, Attributes data, boolean counted) {
        return switch (name) {
            case "counter" ->
                Optional.of(counted ? "counter packets " + data.wide(2) + " bytes " + data.wide(1) : "counter");
            case "limit" -> limit(data);
            case "log" -> Optional.of(log(data));
            default -> Optional.empty();
        };
    }

    /** Where a rule ends; empty when that is none that is known. */
    static Optional<String> verdict(Attributes verdict) {
        int code = verdict.number(Codes.VERDICT_CODE);
        boolean on = code == Codes.JUMP || code == Codes.GOTO;
        verdict.only(on ? Set.of(Codes.VERDICT_CODE, Codes.VERDICT_CHAIN) : Set.of(Codes.VERDICT_CODE));
        return Optional.ofNullable(
                switch (code) {
                    case Codes.ACCEPT -> "accept";
                    case Codes.DROP -> "drop";
                    case Codes.RETURN -> "return";
                    case Codes.JUMP -> "jump " + verdict.text(Codes.VERDICT_CHAIN);
                    case Codes.GOTO -> "goto " + verdict.text(Codes.VERDICT_CHAIN);
                    default -> null;
                });
    }

    /** Packets in a second, and no more than that. */
    private static Optional<String> limit(Attributes data) {
        boolean plain = data.wide(2) == 1 && data.number(4, 0) == 0 && data.number(5, 0) == 0;
        return Optional.of("limit rate " + data.wide(1) + "/second burst " + data.number(3) + " packets")
                .filter(words -> plain);
    }

    private static String log(Attributes data) {
        data.only(Set.of(1, 2, 3, 4));
        int group = data.half(1);
        String length = data.number(3, 0) == 0 ? "" : " snaplen " + data.number(3);
        return "log prefix \"" + data.text(2) + "\" group " + group + length;
    }
}
