package dev.muster.format.attest.corim;

import java.util.List;
import java.util.Optional;

/**
 * An organisation with roles (CoRIM -11 §7.2). The role numbers mean different things in a manifest (1 manifest-creator,
 * 2 manifest-signer) and in a CoMID (0 tag-creator, 1 creator, 2 maintainer).
 */
public record Entity(String name, Optional<String> regId, List<Long> roles) {
    public static final long COMID_TAG_CREATOR = 0;
    public static final long MANIFEST_CREATOR = 1;
    public static final long MANIFEST_SIGNER = 2;

    public Entity {
        roles = List.copyOf(roles);
    }
}
