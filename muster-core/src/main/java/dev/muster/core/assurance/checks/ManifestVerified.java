package dev.muster.core.assurance.checks;

import dev.muster.core.assurance.Facts;
import dev.muster.core.assurance.Judgement;
import java.time.Instant;
import java.util.List;

/** Updates are verified before they are installed. */
final class ManifestVerified extends StandardCheck {
    ManifestVerified() {
        super(
                "UP-signed",
                "the device verified the signed manifest it installed by",
                List.of(FactKeys.MANIFEST_VERIFIED),
                QUARTER,
                "roll a release out to the device by a signed manifest");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, FactKeys.MANIFEST_VERIFIED)) {
            case "verified" -> Judgement.holds("it verified the manifest's signature and the image's digest");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
