package dev.muster.server.joining;

import dev.muster.core.devices.DeviceId;
import dev.muster.core.devices.DeviceState;
import dev.muster.core.joining.Identification;
import dev.muster.core.joining.Token;
import java.security.cert.X509Certificate;

/** Who asks at a door for a certificate, and by what. */
sealed interface Applicant {

    /** The device that it is or would become. */
    DeviceId device();

    /** By a certificate of this organisation, whose chain was verified. It may have been replaced, or have ended. */
    record Local(DeviceId device, DeviceState state, X509Certificate certificate, boolean late) implements Applicant {}

    /**
     * By the certificate of an accepted maker.
     *
     * @param certificate the one that names the device
     */
    record Factory(Identification.Identified who, X509Certificate certificate) implements Applicant {
        @Override
        public DeviceId device() {
            return who.device();
        }
    }

    /** By a bootstrap token. */
    record Bearer(Token token) implements Applicant {
        @Override
        public DeviceId device() {
            return token.device();
        }
    }
}
