#pragma once
#include <amqp.h>
#include <amqp_framing.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <poll.h>
#include <pthread.h>
#include <string.h>
#include <sys/eventfd.h>

// Declared only for GNU sources, which the importer is not.
extern int pthread_setname_np(pthread_t thread, const char *name);
static inline int mq_name_thread(pthread_t thread, const char *name) { return pthread_setname_np(thread, name); }

// Login: the library's functions are variadic, and only a login with these capabilities is told of a cancelled
// consumer and of a blocked connection.

static inline amqp_table_entry_t mq_entry_true(const char *key) {
  amqp_table_entry_t entry;
  memset(&entry, 0, sizeof entry);
  entry.key = amqp_cstring_bytes(key);
  entry.value.kind = AMQP_FIELD_KIND_BOOLEAN;
  entry.value.value.boolean = 1;
  return entry;
}

static inline amqp_table_entry_t mq_entry_text(const char *key, const char *text) {
  amqp_table_entry_t entry;
  memset(&entry, 0, sizeof entry);
  entry.key = amqp_cstring_bytes(key);
  entry.value.kind = AMQP_FIELD_KIND_UTF8;
  entry.value.value.bytes = amqp_cstring_bytes(text);
  return entry;
}

static inline amqp_rpc_reply_t mq_login_plain(amqp_connection_state_t state, const char *vhost, int frame_max,
                                              int heartbeat, const char *connection_name, const char *user,
                                              const char *password) {
  amqp_table_entry_t capabilities[4] = {
      mq_entry_true("consumer_cancel_notify"),
      mq_entry_true("connection.blocked"),
      mq_entry_true("basic.nack"),
      mq_entry_true("publisher_confirms"),
  };
  amqp_table_entry_t entries[3] = {
      mq_entry_text("product", "mpp-digital"),
      mq_entry_text("connection_name", connection_name),
      mq_entry_true("capabilities"),
  };
  entries[2].value.kind = AMQP_FIELD_KIND_TABLE;
  entries[2].value.value.table.num_entries = 4;
  entries[2].value.value.table.entries = capabilities;
  amqp_table_t properties = {3, entries};
  return amqp_login_with_properties(state, vhost, 1, frame_max, heartbeat, &properties, AMQP_SASL_METHOD_PLAIN, user,
                                    password);
}

// TLS: the library owns the handshake and the reading; what it does not offer is set here: TLS 1.2 or newer, the
// host (name or address) checked inside the handshake, the system's trust store, a reason when a certificate is
// refused, and writing without blocking.

struct ssl_st;
typedef struct mq_tls_t_ {
  struct ssl_st *ssl;
  long refusal;
} mq_tls_t;

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline void mq_tls_seen(const SSL *ssl, int where, int result) {
  (void)result;
  if (where & SSL_CB_HANDSHAKE_START) {
    mq_tls_t *tls = (mq_tls_t *)SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl));
    if (tls) tls->ssl = (SSL *)ssl;
  }
}

static inline int mq_tls_judged(int accepted, X509_STORE_CTX *store) {
  if (!accepted) {
    SSL *ssl = (SSL *)X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx());
    mq_tls_t *tls = ssl ? (mq_tls_t *)SSL_CTX_get_app_data(SSL_get_SSL_CTX(ssl)) : NULL;
    if (tls) tls->refusal = X509_STORE_CTX_get_error(store);
  }
  return accepted;
}

// Prepares the context of a TLS socket; 1 = done. `system_trust` adds the system's certificates.
static inline int mq_tls_prepare(amqp_socket_t *socket, mq_tls_t *tls, const char *host, int system_trust) {
  SSL_CTX *context = (SSL_CTX *)amqp_ssl_socket_get_context(socket);
  if (!context) return 0;
  if (!SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION)) return 0;
  if (system_trust && !SSL_CTX_set_default_verify_paths(context)) return 0;
  X509_VERIFY_PARAM *parameters = SSL_CTX_get0_param(context);
  if (X509_VERIFY_PARAM_set1_ip_asc(parameters, host)) {
    amqp_ssl_socket_set_verify_hostname(socket, 0);  // the library knows names only; the handshake checks it
  } else if (!X509_VERIFY_PARAM_set1_host(parameters, host, 0)) {
    return 0;
  }
  ERR_clear_error();
  X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  SSL_CTX_set_mode(context, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, mq_tls_judged);
  if (!SSL_CTX_set_app_data(context, tls)) return 0;
  SSL_CTX_set_info_callback(context, mq_tls_seen);
  return 1;
}

// Why the certificate or the handshake was refused; NULL = unknown.
static inline const char *mq_tls_refusal(const mq_tls_t *tls) {
  if (tls->refusal) return X509_verify_cert_error_string(tls->refusal);
  return ERR_reason_error_string(ERR_peek_last_error());
}

// Bytes written; 0 = the socket is full, -1 = it waits for the peer's bytes, -2 = the connection is broken.
static inline long mq_tls_write(mq_tls_t *tls, const void *bytes, size_t count) {
  if (!tls->ssl) return -2;
  ERR_clear_error();
  int written = SSL_write(tls->ssl, bytes, count > 1 << 30 ? 1 << 30 : (int)count);
  if (written > 0) return written;
  switch (SSL_get_error(tls->ssl, written)) {
  case SSL_ERROR_WANT_WRITE: return 0;
  case SSL_ERROR_WANT_READ: return -1;
  default: return -2;
  }
}
