/** Access to a cluster from outside of it, as kubectl has it. Loaded only where a kubeconfig is used. */
package io.dynamoplanner.power.kubeconfig;
