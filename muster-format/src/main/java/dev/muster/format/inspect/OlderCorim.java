package dev.muster.format.inspect;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborTag;
import java.util.List;

/** CoRIM as drafts before -09 wrapped it: tag 500 around 501 (unsigned) or 502 (signed). Published files still are. */
final class OlderCorim {
    private static final long WRAPPER = 500;
    private static final long SIGNED = 502;

    private OlderCorim() {}

    static boolean recognises(Cbor item) {
        return item instanceof CborTag tag && (tag.tag() == WRAPPER || tag.tag() == SIGNED);
    }

    static SignatureVerdict verify(Cbor item, Trust trust) {
        Cbor inner = unwrapped(item);
        return Envelope.of(inner).isPresent() ? Signatures.verify(inner, trust) : new SignatureVerdict.Unsigned();
    }

    static List<String> notes(Cbor item) {
        String form = Envelope.of(unwrapped(item)).isPresent() ? "signed" : "unsigned";
        return List.of(form + " manifest, in a wrapper that draft -09 took away");
    }

    private static Cbor unwrapped(Cbor item) {
        return recognises(item) ? unwrapped(((CborTag) item).content()) : item;
    }
}
