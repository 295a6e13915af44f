/* A libnvidia-ml.so.1 for tests. Its boards are the files board0, board1, ... of the folder $FAKE_NVML_DIR, each with lines
 * "key=value"; the file driver holds faults of all boards. Keys: uuid name limit default min max enforced usage energy
 * reasons mig persistence pids mps graphics (lists with blanks); "err.FUNCTION=code", "slow.FUNCTION=milliseconds", and
 * "once.FUNCTION=code" for the first call only.
 * Files are read at every call, so a test changes them while the library is in use. Limits outlive the process. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef void *device;
typedef struct { unsigned pid; unsigned pad; unsigned long long memory; unsigned gpu, compute; } process;

static void path(char *out, int size, const char *file) {
    const char *dir = getenv("FAKE_NVML_DIR");
    snprintf(out, size, "%s/%s", dir ? dir : ".", file);
}

static int lookup(const char *file, const char *key, char *value, int size) {
    char name[4096], line[4096];
    path(name, sizeof name, file);
    FILE *in = fopen(name, "r");
    if (!in) return 0;
    int found = 0, length = strlen(key);
    while (!found && fgets(line, sizeof line, in))
        if (!strncmp(line, key, length) && line[length] == '=') {
            line[strcspn(line, "\n")] = 0;
            snprintf(value, size, "%s", line + length + 1);
            found = 1;
        }
    fclose(in);
    return found;
}

static const char *board(device d) {
    static __thread char name[32];
    if (!d) return "driver";
    snprintf(name, sizeof name, "board%ld", (long)d - 1);
    return name;
}

static int fault(device d, const char *function) {
    char key[128], value[64];
    snprintf(key, sizeof key, "slow.%s", function);
    if (lookup(board(d), key, value, sizeof value) || lookup("driver", key, value, sizeof value)) usleep(atoi(value) * 1000);
    static char spent[4096];
    snprintf(key, sizeof key, "once.%s", function);
    if (!strstr(spent, key) && lookup(board(d), key, value, sizeof value)) {
        strncat(spent, key, sizeof spent - strlen(spent) - 1);
        return atoi(value);
    }
    snprintf(key, sizeof key, "err.%s", function);
    if (lookup(board(d), key, value, sizeof value) || lookup("driver", key, value, sizeof value)) return atoi(value);
    return 0;
}
#define FAULT(d) do { int code_ = fault(d, __func__); if (code_) return code_; } while (0)

static int number(device d, const char *key, unsigned *out) {
    char value[64];
    if (!lookup(board(d), key, value, sizeof value)) return 3;
    *out = strtoul(value, 0, 10);
    return 0;
}

static int text(device d, const char *key, char *out, unsigned size) {
    return lookup(board(d), key, out, size) ? 0 : 3;
}

static int count(void) {
    char value[256], name[32];
    int n = 0;
    for (;; n++) {
        snprintf(name, sizeof name, "board%d", n);
        if (!lookup(name, "uuid", value, sizeof value)) return n;
    }
}

static int list(device d, const char *key, unsigned *room, process *infos) {
    char value[4096];
    unsigned found = 0;
    if (!lookup(board(d), key, value, sizeof value)) value[0] = 0;
    for (char *at = strtok(value, " "); at; at = strtok(0, " "), found++)
        if (infos && found < *room) infos[found] = (process){strtoul(at, 0, 10), 0, 1 << 20, ~0u, ~0u};
    int small = found > (infos ? *room : 0);
    *room = found;
    return small ? 7 : 0;
}

int nvmlInit_v2(void) { FAULT(0); return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlDeviceGetCount_v2(unsigned *n) { FAULT(0); *n = count(); return 0; }
int nvmlDeviceGetHandleByIndex_v2(unsigned i, device *d) {
    *d = (device)(long)(i + 1);
    FAULT(*d);
    return i < (unsigned)count() ? 0 : 2;
}
int nvmlDeviceGetHandleByUUID(const char *uuid, device *d) {
    char value[256];
    for (int i = count(); i > 0; i--) {
        *d = (device)(long)i;
        if (lookup(board(*d), "uuid", value, sizeof value) && !strcmp(value, uuid)) { FAULT(*d); return 0; }
    }
    return 6;
}
int nvmlDeviceGetUUID(device d, char *out, unsigned n) {
    FAULT(d);
    if (!text(d, "moved", out, n)) return 0; /* what a handle answers whose board was exchanged */
    return text(d, "uuid", out, n);
}
int nvmlDeviceGetName(device d, char *out, unsigned n) { FAULT(d); return text(d, "name", out, n); }
int nvmlDeviceGetPowerManagementLimit(device d, unsigned *mw) { FAULT(d); return number(d, "limit", mw); }
int nvmlDeviceGetPowerManagementLimitConstraints(device d, unsigned *min, unsigned *max) {
    FAULT(d);
    return number(d, "min", min) | number(d, "max", max);
}
int nvmlDeviceGetPowerManagementDefaultLimit(device d, unsigned *mw) { FAULT(d); return number(d, "default", mw); }
int nvmlDeviceGetEnforcedPowerLimit(device d, unsigned *mw) {
    FAULT(d);
    unsigned limit, outside;
    if (number(d, "limit", &limit)) return 3;
    *mw = !number(d, "enforced", &outside) && outside < limit ? outside : limit;
    return 0;
}
int nvmlDeviceGetPowerUsage(device d, unsigned *mw) { FAULT(d); return number(d, "usage", mw); }
int nvmlDeviceGetTotalEnergyConsumption(device d, unsigned long long *mj) {
    FAULT(d);
    unsigned v; int rc = number(d, "energy", &v); *mj = v; return rc;
}
int nvmlDeviceGetCurrentClocksThrottleReasons(device d, unsigned long long *r) {
    FAULT(d);
    unsigned v; int rc = number(d, "reasons", &v); *r = v; return rc;
}
int nvmlDeviceGetPersistenceMode(device d, unsigned *mode) { FAULT(d); return number(d, "persistence", mode); }
int nvmlDeviceGetMigMode(device d, unsigned *now, unsigned *next) { FAULT(d); *next = 0; return number(d, "mig", now); }
int nvmlDeviceGetMaxMigDeviceCount(device d, unsigned *n) { FAULT(d); *n = 1; return 0; }
int nvmlDeviceGetMigDeviceHandleByIndex(device d, unsigned i, device *instance) {
    FAULT(d);
    (void)i; (void)instance;
    return 6;
}
int nvmlDeviceGetComputeRunningProcesses_v3(device d, unsigned *n, process *p) { FAULT(d); return list(d, "pids", n, p); }
int nvmlDeviceGetMPSComputeRunningProcesses_v3(device d, unsigned *n, process *p) { FAULT(d); return list(d, "mps", n, p); }
int nvmlDeviceGetGraphicsRunningProcesses_v3(device d, unsigned *n, process *p) { FAULT(d); return list(d, "graphics", n, p); }

int nvmlDeviceSetPowerManagementLimit(device d, unsigned mw) {
    FAULT(d);
    unsigned min, max;
    if (!number(d, "min", &min) && !number(d, "max", &max) && (mw < min || mw > max)) return 2;
    char from[4096], to[4096], line[4096], file[64];
    path(from, sizeof from, board(d));
    snprintf(file, sizeof file, ".%s.new", board(d));
    path(to, sizeof to, file);
    FILE *in = fopen(from, "r"), *out = fopen(to, "w");
    if (!in || !out) return 999;
    while (fgets(line, sizeof line, in))
        if (strncmp(line, "limit=", 6)) fputs(line, out);
    fprintf(out, "limit=%u\n", mw);
    fclose(in);
    fclose(out);
    return rename(to, from) ? 999 : 0;
}
