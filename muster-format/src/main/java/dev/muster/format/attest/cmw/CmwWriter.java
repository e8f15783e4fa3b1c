package dev.muster.format.attest.cmw;

import dev.muster.format.cbor.Cbor;

/** A wrapper of one message to bytes, as attestation results carry their raw evidence. */
public final class CmwWriter {
    private CmwWriter() {}

    /** The record form, {@code [type, value, ? indicator]}. */
    public static byte[] encode(Cmw.Message message) {
        Cbor type = switch (message.type()) {
            case Cmw.Type.Media media -> Cbor.of(media.type());
            case Cmw.Type.ContentFormat format -> Cbor.of(format.number());
        };
        Cbor value = Cbor.of(message.value());
        return (message.indicator() == 0
                        ? Cbor.array(type, value)
                        : Cbor.array(type, value, Cbor.of(message.indicator())))
                .encoded();
    }
}
