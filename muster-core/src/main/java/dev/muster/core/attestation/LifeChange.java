package dev.muster.core.attestation;

import dev.muster.format.crypto.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * From here on the reference values of a tag live otherwise.
 *
 * @param manifest SHA-256 of the signed manifest, hexadecimal
 * @param tag identity of the CoMID in it
 */
public record LifeChange(String manifest, String tag, Life life) implements ReferenceSet.Step {
    /** What of it makes a set another one. */
    @Override
    public String digest() {
        String text = String.join(
                "\n",
                "life",
                manifest,
                tag,
                life.state().name(),
                life.until().map(Object::toString).orElse(""),
                life.successor(),
                life.cause());
        return HexFormat.of().formatHex(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
