package dev.muster.core.governance;

import java.util.Arrays;
import java.util.List;

/** Reads the guards of {@code transitions.tsv}. */
final class GuardReader {
    private GuardReader() {}

    /**
     * The word of the data file: {@code link:FIELD=STATE/STATE}, {@code linkifset:…}, {@code field:FIELD=VALUE/VALUE},
     * {@code future:FIELD}, {@code did:TRANSITION/TRANSITION}, {@code fact:FIELD.KEY=VALUE@TRANSITION}, {@code
     * trained:FIELD}, {@code escorted:FIELD}, {@code other:FIELD}, {@code self:LINK.FIELD}, {@code own:FIELD}, {@code
     * mine:LINK.FIELD}, {@code before:FIELD=FIELD}, {@code within:FIELD=LINK.FIELD}, {@code channel:FIELD}, {@code clauses:FIELD}, {@code plan:FIELD},
     * {@code currency:FIELD}, {@code rated:LINK}.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Guard parse(String text) {
        int colon = text.indexOf(':');
        String kind = colon < 0 ? text : text.substring(0, colon);
        String rest = text.substring(colon + 1);
        int equals = rest.indexOf('=');
        String left = equals < 0 ? rest : rest.substring(0, equals);
        List<String> right = equals < 0
                ? List.of()
                : Arrays.asList(rest.substring(equals + 1).split("/", -1));
        return switch (kind) {
            case "link" -> new Guard.Linked(left, right, false);
            case "linkifset" -> new Guard.Linked(left, right, true);
            case "field" -> new Guard.Has(left, right);
            case "future" -> new Guard.Future(left);
            case "did" -> new Guard.Did(Arrays.asList(rest.split("/", -1)));
            case "fact" -> shown(left, rest.substring(equals + 1));
            case "trained" -> new Guard.Trained(left);
            case "escorted" -> new Guard.Escorted(left);
            case "other" -> new Guard.Other(left);
            case "self" -> new LinkGuards.Self(before(left), after(left));
            case "own" -> new LinkGuards.Own(left);
            case "mine" -> new LinkGuards.Mine(before(left), after(left));
            case "before" -> new LinkGuards.Before(left, right.getFirst());
            case "within" -> new LinkGuards.Within(left, before(right.getFirst()), after(right.getFirst()));
            case "channel" -> new LinkGuards.Channel(left);
            case "plan" -> new PlannedWork.Guarded(left);
            case "currency" -> new Money.Coded(left);
            case "rated" -> new Money.Rated(left);
            case "clauses" -> new ContractClauses(left);
            default -> throw new IllegalArgumentException("no guard is called " + kind);
        };
    }

    private static String before(String dotted) {
        return dotted.substring(0, dotted.indexOf('.'));
    }

    private static String after(String dotted) {
        return dotted.substring(dotted.indexOf('.') + 1);
    }

    private static Guard shown(String left, String right) {
        int dot = left.indexOf('.');
        int at = right.indexOf('@');
        if (dot < 0 || at < 0) {
            throw new IllegalArgumentException("a fact guard is fact:FIELD.KEY=VALUE@TRANSITION");
        }
        return new Guard.Shown(
                left.substring(0, dot), left.substring(dot + 1), right.substring(0, at), right.substring(at + 1));
    }
}
