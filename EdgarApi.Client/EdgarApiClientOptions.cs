namespace EdgarApi.Client;

/// <summary>Settings of an <see cref="EdgarApiClient"/>.</summary>
public sealed class EdgarApiClientOptions
{
    /// <summary>Gets or sets the base address of the API.</summary>
    /// <value>An absolute address, such as <c>https://api.example.com</c>. Required.</value>
    public Uri? BaseAddress { get; set; }

    /// <summary>Gets or sets the API key.</summary>
    /// <value>Null for routes that need none. Only one of key and session token may be set.</value>
    public string? ApiKey { get; set; }

    /// <summary>Gets or sets the token of a session, for programs that should not know a key.</summary>
    /// <value>Null without a session.</value>
    public string? SessionToken { get; set; }

    /// <summary>Gets or sets the time after which a request fails.</summary>
    /// <value>The default is 100 seconds. With dependency injection, set the timeout of the <see cref="HttpClient"/> instead.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Gets or sets how many bytes of responses are kept. A kept response is revalidated by its ETag, so an unchanged one is not sent
    /// again.
    /// </summary>
    /// <value>The default, 0, keeps none.</value>
    public long CacheBytes { get; set; }

    /// <summary>
    /// Gets or sets whether no user waits for the responses. Requests then say so and do not count as a caller's queries.
    /// </summary>
    /// <value>The default is false.</value>
    public bool IsPrefetch { get; set; }

    /// <summary>Checks the settings.</summary>
    /// <exception cref="ArgumentException">The base address is missing or not absolute, or both a key and a token are set.</exception>
    internal void Validate()
    {
        if (BaseAddress is not { IsAbsoluteUri: true })
            throw new ArgumentException("BaseAddress must be an absolute address, such as https://api.example.com.");
        if (ApiKey is not null && SessionToken is not null) throw new ArgumentException("Set either ApiKey or SessionToken, not both.");
        ArgumentOutOfRangeException.ThrowIfNegative(CacheBytes);
    }
}
