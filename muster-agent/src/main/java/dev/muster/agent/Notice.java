package dev.muster.agent;

import java.time.Instant;
import java.util.Locale;

/**
 * Something that happened on a device, told to whoever runs the agent. It is for logs and for the people watching; the
 * server learns from evidence and reports.
 *
 * @param at by the device's clock
 * @param what kind of thing
 * @param detail a few words, may be empty
 */
public record Notice(Instant at, What what, String detail) {

    /** The kinds of things. */
    public enum What {
        ENROLLED,
        RENEWED,
        /** The next certificate did not come; the present one is still good, and it is tried again. */
        RENEWAL_FAILED,
        /** The server does not take this device's certificate; its factory identity asks for another one. */
        CERTIFICATE_REFUSED,
        /** This device's clock and the server's disagree about a certificate. */
        CLOCK_WRONG,
        /** Evidence was sent and the server's verdict came back. */
        ATTESTED,
        /** The server could not be asked; evidence over the epoch that is known waits for it. */
        EVIDENCE_KEPT,
        /** A verdict came back that this device does not go by: not signed by the verifier of its organisation, or not for now. */
        RESULT_REFUSED,
        /** The server said no. */
        REFUSED,
        /** The server cannot be reached. */
        SERVER_AWAY,
        INSTALLED,
        /** Its user is asked about an update, or has answered. */
        USER_ASKED,
        /** An update was refused by this device. */
        INSTALL_REFUSED,
        /** Other keys than before sign this device's updates. */
        KEYS_FOLLOWED,
        /** A list of keys is none that this device goes by. */
        KEYS_REFUSED,
        ROLLED_BACK,
        POLICY,
        /** The forwarder met something: a public name that leads inside, signatures that do not hold. */
        NAMES,
        BOOTED,
        /** A session of maintenance may be had, began or ended. */
        MAINTENANCE,
        /** All keys and data are destroyed, and the server has the proof. */
        WIPED,
        /** Some of it could not be destroyed. */
        WIPE_FAILED,
        CHANGE_SENSED,
        /** The server's ledger is smaller than, or contradicts, what this device has seen of it. */
        LEDGER_DOUBTED,
        /** The server believes that this device's key is in its TPM. */
        KEY_PROVED,
        /** The server does not, and its reason. */
        KEY_NOT_PROVED,
        /** The guard saw a violation or a failure, and what it did. */
        GUARD_SAW;

        /** Lower case with dashes, such as {@code install-refused}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Takes notices. Called on the agent's threads; must be quick. */
    public interface Listener {
        void noticed(Notice notice);
    }
}
