package dev.muster.format.attest.corim;

import java.util.List;
import java.util.Optional;

/**
 * The profiles of CoRIM that are understood here. A manifest whose profile is not among them is rejected whole (CoRIM -11
 * §4.1), and so is one that breaks the rules of its own.
 */
public final class Profiles {
    private static final List<CorimProfile> KNOWN = List.of(
            ArmProfiles.psa(),
            ArmProfiles.ccaPlatform(),
            ArmProfiles.olderPlatform(),
            ArmProfiles.parsecCca(),
            RealmProfiles.today(),
            RealmProfiles.older(),
            TpmProfiles.parsec(),
            TpmProfiles.enactTrust(),
            VendorProfiles.riot(),
            VendorProfiles.snp(),
            VendorProfiles.tdx(),
            VendorProfiles.nvidia(),
            VendorProfiles.spdm(),
            VendorProfiles.muster());

    private Profiles() {}

    /** @param broken what it breaks, as a stable code and a sentence with the place */
    public record Refusal(String code, String broken) {
        @Override
        public String toString() {
            return code + ": " + broken;
        }
    }

    /** Names of the profiles that are understood. */
    public static List<String> known() {
        return KNOWN.stream().flatMap(profile -> profile.ids().stream()).toList();
    }

    /** The profile with this URI or dotted OID. */
    public static Optional<CorimProfile> find(String id) {
        return KNOWN.stream().filter(profile -> profile.ids().contains(id)).findFirst();
    }

    /** Why a manifest is rejected; empty when it has no profile, or keeps to the one it has. */
    public static Optional<Refusal> refusal(Corim corim) {
        if (corim.profile().isEmpty()) {
            return Optional.empty();
        }
        String id = corim.profile().get();
        Optional<CorimProfile> profile = find(id);
        if (profile.isEmpty()) {
            return Optional.of(new Refusal("profile-unknown", "the profile " + id + " is not understood"));
        }
        for (Comid comid : corim.comids()) {
            Optional<Refusal> broken = profile.get().refusal(comid);
            if (broken.isPresent()) {
                return broken;
            }
        }
        return Optional.empty();
    }
}
