using System.Collections.Concurrent;
using Azure.Core;

namespace EdgarApi.Tests.Storage.Identity;

/// <summary>A fake of Microsoft Entra. It returns tokens, and fails while <see cref="IsUnavailable"/>.</summary>
internal sealed class FakeCredential(string token) : TokenCredential
{
    /// <summary>The current token.</summary>
    public string Token { get; set; } = token;

    public bool IsUnavailable { get; set; }

    /// <summary>The scopes for which tokens were requested.</summary>
    public ConcurrentQueue<string> Scopes { get; } = [];

    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        Scopes.Enqueue(Assert.Single(requestContext.Scopes));
        return IsUnavailable
            ? throw new Azure.Identity.CredentialUnavailableException("The token service does not respond.")
            : new AccessToken(Token, DateTimeOffset.UtcNow.AddHours(1));
    }

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        ValueTask.FromResult(GetToken(requestContext, cancellationToken));
}
