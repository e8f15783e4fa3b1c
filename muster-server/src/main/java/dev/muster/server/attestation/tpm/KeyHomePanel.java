package dev.muster.server.attestation.tpm;

import static dev.muster.server.web.Html.attr;
import static dev.muster.server.web.Html.el;
import static dev.muster.server.web.Html.text;

import dev.muster.core.attestation.tpm.KeyHome;
import dev.muster.core.attestation.tpm.KeyProved;
import dev.muster.server.web.Html;
import dev.muster.server.web.Panel;
import java.util.Optional;

/** Where a device's key lives and how we know, from its newest proof. */
public final class KeyHomePanel implements Panel {
    private static final int SHOWN_DIGITS = 16;

    @Override
    public Place place() {
        return Place.UNDER_WAY;
    }

    @Override
    public Optional<Html.Node> show(Seen seen) {
        return seen.newest().stream()
                .flatMap(told -> told.event().stream())
                .filter(KeyProved.class::isInstance)
                .map(KeyProved.class::cast)
                .findFirst()
                .map(KeyHomePanel::words);
    }

    private static Html.Node words(KeyProved proved) {
        String where = switch (KeyHome.ofWord(proved.home()).orElse(KeyHome.UNCERTIFIED_TPM)) {
            case HARDWARE_TPM -> "Its key lives in a TPM of " + proved.maker() + ".";
            case SOFTWARE_TPM ->
                "Its key lives in a TPM that is software (" + proved.maker()
                        + "): whoever owns the machine that it runs on has the key.";
            case UNCERTIFIED_TPM ->
                "Its key lives in what answers like a TPM: a list names it for this device, and no maker certified it.";
        };
        return el(
                "div",
                attr("class", "key-home"),
                el("h3", "Where its key lives"),
                el("p", where),
                el(
                        "p",
                        text("Known from proof: the TPM with the endorsement key "),
                        el("code", proved.endorsement().substring(0, SHOWN_DIGITS) + "…"),
                        text(" opened a secret for the attestation key "),
                        el("code", proved.name().substring(0, SHOWN_DIGITS) + "…"),
                        text(", which certified the device's key "),
                        el("code", proved.key().substring(0, SHOWN_DIGITS) + "…"),
                        text(".")));
    }
}
