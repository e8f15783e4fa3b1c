package dev.muster.core.update;

import java.util.List;

/**
 * What a device says about an offer by hawkBit's device API.
 *
 * @param execution {@code closed}, {@code proceeding}, {@code canceled}, {@code scheduled}, {@code rejected},
 *     {@code resumed}, {@code download}, {@code downloaded}
 * @param finished {@code success}, {@code failure} or {@code none}
 * @param details sentences for people
 */
public record DdiFeedback(String execution, String finished, List<String> details) {
    public DdiFeedback {
        details = List.copyOf(details);
    }

    /** Whether it is the last word about any offer; everything else is progress, which is not kept. */
    public boolean last() {
        return execution.equals("closed") || execution.equals("rejected") || execution.equals("canceled");
    }

    String sentence() {
        String all = String.join(" ", details).strip();
        return all.length() <= DdiDesk.MOST_DETAIL_CHARS ? all : all.substring(0, DdiDesk.MOST_DETAIL_CHARS);
    }
}
