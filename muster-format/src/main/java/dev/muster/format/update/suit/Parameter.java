package dev.muster.format.update.suit;

import java.util.Arrays;

/** One typed parameter of a component (manifest §8.4.8). Byte arrays are owned by the record: nobody writes to them. */
public sealed interface Parameter {

    long key();

    /** 16 bytes: the vendor's UUID. */
    record VendorId(byte[] uuid) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_VENDOR_ID;
        }
    }

    /** The vendor as a private enterprise number: content of tag 112 (RFC 9090), relative to 1.3.6.1.4.1. */
    record VendorNumber(byte[] number) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_VENDOR_ID;
        }
    }

    /** 16 bytes: the UUID of the device class, by name from the vendor's. */
    record ClassId(byte[] uuid) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_CLASS_ID;
        }
    }

    /** 16 bytes: the UUID of one device. */
    record DeviceId(byte[] uuid) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_DEVICE_ID;
        }
    }

    record ImageDigest(SuitDigest digest) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_IMAGE_DIGEST;
        }
    }

    /** Size of the image in bytes. */
    record ImageSize(long bytes) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_IMAGE_SIZE;
        }
    }

    record ComponentSlot(long slot) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_COMPONENT_SLOT;
        }
    }

    record StrictOrder(boolean value) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_STRICT_ORDER;
        }
    }

    record SoftFailure(boolean value) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_SOFT_FAILURE;
        }
    }

    record Content(byte[] bytes) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_CONTENT;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Content that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    record Uri(String uri) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_URI;
        }
    }

    /** Where copy and swap take from: a place in the list of components. */
    record SourceComponent(int index) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_SOURCE_COMPONENT;
        }
    }

    record InvokeArgs(byte[] bytes) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_INVOKE_ARGS;
        }
    }

    record FetchArguments(byte[] bytes) implements Parameter {
        @Override
        public long key() {
            return CodePoints.PARAMETER_FETCH_ARGUMENTS;
        }
    }

    /** Seconds since 1970 before which the update must be used (update-management). */
    record UseBefore(long seconds) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_USE_BEFORE;
        }
    }

    /** mWh that the battery must hold (update-management). */
    record MinimumBattery(long milliwattHours) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_MINIMUM_BATTERY;
        }
    }

    /** Smaller is more urgent (update-management). */
    record UpdatePriority(long priority) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_UPDATE_PRIORITY;
        }
    }

    /** What a component's version must be (update-management). */
    record Version(VersionMatch match) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_VERSION;
        }
    }

    /** What to wait for: an encoded SUIT_Wait_Event (update-management). */
    record WaitInfo(byte[] events) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_WAIT_INFO;
        }
    }

    /** Permissions, owner, type of file: an encoded SUIT_Component_Metadata (update-management). */
    record ComponentMetadata(byte[] encoded) implements Parameter {
        @Override
        public long key() {
            return UpdateManagementPoints.PARAMETER_COMPONENT_METADATA;
        }
    }

    /** How the payload is encrypted: an encoded COSE_Encrypt without content (firmware-encryption). */
    record EncryptionInfo(byte[] encoded) implements Parameter {
        @Override
        public long key() {
            return EncryptionPoints.PARAMETER_ENCRYPTION_INFO;
        }
    }

    /** A parameter that could be read but that Muster does not honour; a manifest that sets it is refused. */
    record Unsupported(long key, byte[] value) implements Parameter {
        public String name() {
            return CodePoints.foreignParameter(key);
        }
    }
}
