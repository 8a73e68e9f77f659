#pragma once
#include <curl/curl.h>
#include <stdint.h>
#include <string.h>

// Swift cannot call C functions with variable arguments; one fixed signature for each kind of value.

static inline CURLcode mpp_curl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode mpp_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode mpp_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

/// What one transfer reads, and what it learns on the way.
struct mpp_smtp_transfer {
    const uint8_t *body;
    size_t length;
    size_t offset;
    /// 1 when libcurl has been told that the body ends: the closing dot may be on its way.
    int drained;
    /// The verb of the command that was sent last, such as "RCPT"; never its arguments.
    char command[5];
    /// The enhanced status code of the last reply (RFC 3463), such as "5.1.1", or empty.
    char status[12];
    /// 1 when libcurl has begun to end the connection.
    int leaving;
};

static inline size_t mpp_smtp_read(char *buffer, size_t size, size_t count, void *context) {
    struct mpp_smtp_transfer *transfer = (struct mpp_smtp_transfer *)context;
    size_t room = size * count, left = transfer->length - transfer->offset;
    size_t taken = left < room ? left : room;
    memcpy(buffer, transfer->body + transfer->offset, taken);
    transfer->offset += taken;
    if (taken == 0) transfer->drained = 1;
    return taken;
}

static inline size_t mpp_smtp_ignore(char *data, size_t size, size_t count, void *context) {
    (void)data;
    (void)context;
    return size * count;
}

// "550 5.1.1 No such mailbox": the text may name a person, so only the code is kept.
static inline void mpp_smtp_note_reply(struct mpp_smtp_transfer *transfer, const char *line, size_t length) {
    size_t at = 4, end = 4;
    transfer->status[0] = 0;
    while (end < length && ((line[end] >= '0' && line[end] <= '9') || line[end] == '.')) end++;
    if (end - at < 5 || end - at >= sizeof transfer->status || line[at + 1] != '.') return;
    memcpy(transfer->status, line + at, end - at);
    transfer->status[end - at] = 0;
}

static inline int mpp_smtp_trace(CURL *handle, curl_infotype kind, char *data, size_t length, void *context) {
    struct mpp_smtp_transfer *transfer = (struct mpp_smtp_transfer *)context;
    (void)handle;
    // libcurl takes its leave (QUIT) before it returns; what comes then says nothing about the message.
    if (kind == CURLINFO_HEADER_OUT && length >= 4 && memcmp(data, "QUIT", 4) == 0) transfer->leaving = 1;
    if (transfer->leaving) return 0;
    if (kind == CURLINFO_HEADER_OUT && length >= 4) {
        memcpy(transfer->command, data, 4);
        transfer->command[4] = 0;
    } else if (kind == CURLINFO_HEADER_IN && length > 4) {
        mpp_smtp_note_reply(transfer, data, length);
    }
    return 0;
}

/// Sends with the options that are set; `reply` is the last SMTP reply code, 0 for none.
static inline CURLcode mpp_smtp_perform(CURL *handle, struct mpp_smtp_transfer *transfer, long *reply) {
    (curl_easy_setopt)(handle, CURLOPT_READFUNCTION, mpp_smtp_read);
    (curl_easy_setopt)(handle, CURLOPT_READDATA, transfer);
    (curl_easy_setopt)(handle, CURLOPT_WRITEFUNCTION, mpp_smtp_ignore);
    (curl_easy_setopt)(handle, CURLOPT_DEBUGFUNCTION, mpp_smtp_trace);
    (curl_easy_setopt)(handle, CURLOPT_DEBUGDATA, transfer);
    (curl_easy_setopt)(handle, CURLOPT_VERBOSE, 1L);
    CURLcode result = curl_easy_perform(handle);
    *reply = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, reply);
    return result;
}
