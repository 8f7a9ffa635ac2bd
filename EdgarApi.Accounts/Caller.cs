namespace EdgarApi.Accounts;

/// <summary>The origin of requests. One object per key or address, shared by all of its requests.</summary>
/// <param name="Bucket">
/// Identifies the quota that the requests count against: the user's, shared by all of their keys, or the address's. Part of Redis keys.
/// </param>
/// <param name="Tier">The tier whose limits apply.</param>
/// <param name="Scopes">What the caller may access.</param>
/// <param name="KeyId">Row id of the key; null without a key and for the development key, which is not stored.</param>
/// <param name="UserId">The key's user.</param>
/// <param name="OrganizationId">The user's organization.</param>
public sealed record Caller(string Bucket, Tier Tier, KeyScope Scopes, long? KeyId = null, long? UserId = null, long? OrganizationId = null)
{
    /// <summary>Whether the caller presented a valid key.</summary>
    public bool HasKey => Scopes != KeyScope.None;
}
