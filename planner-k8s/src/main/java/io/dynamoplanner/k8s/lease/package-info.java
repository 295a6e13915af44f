/** Which of several processes writes: {@link io.dynamoplanner.k8s.lease.Leadership}. */
package io.dynamoplanner.k8s.lease;
