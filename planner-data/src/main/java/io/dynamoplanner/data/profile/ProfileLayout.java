package io.dynamoplanner.data.profile;

import io.dynamoplanner.core.role.Role;

/** How a profile directory stores its arrays. */
public enum ProfileLayout {
    /** NumPy archives, as the profiler writes them. */
    NPZ("selected_%s_interpolation/raw_data.npz"),
    /** JSON, as it is mounted from a ConfigMap. */
    JSON("%s_raw_data.json");

    private final String path;

    ProfileLayout(String path) {
        this.path = path;
    }

    /** Path of the part for a role, relative to the profile directory. */
    public String file(Role role) {
        return path.replace("%s", role.name());
    }
}
