package dev.muster.core.update.checks;

import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Judgement;
import dev.muster.core.facts.StandardCheck;
import dev.muster.core.update.UpdateFacts;
import java.time.Instant;
import java.util.List;

/** Updates are verified before they are installed. */
final class ManifestVerified extends StandardCheck {
    ManifestVerified() {
        super(
                "UP-signed",
                "the device verified the signed manifest it installed by",
                List.of(UpdateFacts.MANIFEST),
                QUARTER,
                "roll a release out to the device by a signed manifest");
    }

    @Override
    public Judgement judge(Facts facts, Instant now) {
        return switch (value(facts, UpdateFacts.MANIFEST)) {
            case "verified" -> Judgement.holds("it verified the manifest's signature and the image's digest");
            case String other -> Judgement.undecided("the fact says " + other + ", which this check does not know");
        };
    }
}
