package dev.muster.format.attest.coswid;

import java.util.List;
import java.util.Optional;

/**
 * Who made the tag or the software (RFC 9393 §2.6).
 *
 * @param roles 1 tag-creator, 2 software-creator, 3 aggregator, 4 distributor, 5 licensor, 6 maintainer
 */
public record SwidEntity(String name, Optional<String> regId, List<Integer> roles) {
    public static final int TAG_CREATOR = 1;
    public static final int SOFTWARE_CREATOR = 2;

    public SwidEntity {
        roles = List.copyOf(roles);
    }
}
