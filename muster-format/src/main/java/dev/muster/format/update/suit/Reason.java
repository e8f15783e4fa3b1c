package dev.muster.format.update.suit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** SUIT_Report_Reasons (draft-ietf-suit-report-18), with the number on the wire. */
public enum Reason {
    OK(0),
    CBOR_PARSE(1),
    COSE_UNSUPPORTED(2),
    ALG_UNSUPPORTED(3),
    UNAUTHORISED(4),
    COMMAND_UNSUPPORTED(5),
    COMPONENT_UNSUPPORTED(6),
    COMPONENT_UNAUTHORISED(7),
    PARAMETER_UNSUPPORTED(8),
    SEVERING_UNSUPPORTED(9),
    CONDITION_FAILED(10),
    OPERATION_FAILED(11),
    INVOKE_PENDING(12);

    private final int code;

    Reason(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** Lower case with dashes, for reason codes in orders and pages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static @Nullable Reason ofCode(long code) {
        for (Reason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }
}
