package dev.muster.core.governance;

import dev.muster.core.ledger.Decision;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Subject;
import dev.muster.format.crypto.Sha256;
import dev.muster.format.devices.maintenance.WipeProof;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Takes a device's proof that it destroyed what it held. */
public final class WipePapers {
    public static final String COMPLETE = "complete";
    public static final String INCOMPLETE = "incomplete";

    private WipePapers() {}

    /**
     * Takes the proof; the signature was checked. A proof that is there already is taken again, because the device did not
     * hear our answer and still holds its last key.
     *
     * @param actor {@code device/<id>}, as its certificate says
     */
    public static Decision<Workflows.Answer> record(
            byte[] signed, WipeProof proof, String actor, Workflows workflows, WorkflowStore store, Instant now) {
        String digest = HexFormat.of().formatHex(Sha256.of(signed));
        Optional<Instance> known = store.find(WipeOrders.CUSTODY, proof.custody())
                .filter(custody -> custody.fields().getOrDefault("proof", "").equals(digest));
        if (known.isPresent()) {
            return Decision.of(new Workflows.Answer.Moved(known.get()));
        }
        Workflows.Request wish = new Workflows.Request(
                WipeOrders.CUSTODY,
                proof.custody(),
                proof.complete() ? "wipe" : "wipe-incomplete",
                actor,
                false,
                "",
                Map.of("method", words(proof), "proof", digest));
        Decision<Workflows.Answer> decision = workflows.move(wish, store, now);
        if (!(decision.answer() instanceof Workflows.Answer.Moved)) {
            return decision;
        }
        List<Draft> drafts = new ArrayList<>(decision.drafts());
        drafts.add(new Draft(
                Subject.device(actor.substring(actor.indexOf('/') + 1)),
                now,
                actor,
                new GovernanceEvent.WipeProved(
                        proof.custody(),
                        proof.complete() ? COMPLETE : INCOMPLETE,
                        proof.strength().word(),
                        signed)));
        return Decision.of(decision.answer(), drafts);
    }

    private static String words(WipeProof proof) {
        String places = proof.places().stream()
                .map(place -> place.kind().word() + " in " + place.what() + ": " + place.files() + " files, "
                        + place.size() + " bytes " + place.method().word()
                        + (place.remaining() == 0 ? "" : ", " + place.remaining() + " still there"))
                .collect(Collectors.joining("; "));
        String all = places + " (" + proof.strength().word() + "). Left: " + String.join("; ", proof.left());
        String shown = all.chars()
                .filter(c -> !Character.isISOControl(c))
                .limit(Field.MAX_CHARS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return shown.strip();
    }
}
