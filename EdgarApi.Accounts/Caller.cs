namespace EdgarApi.Accounts;

/// <summary>Who asks: one object a key or address, shared by all of its requests.</summary>
/// <param name="Bucket">Whose quota its requests count against: the user's, whichever of his keys he takes, or the address'; part of Redis keys.</param>
/// <param name="Tier">What it may ask.</param>
/// <param name="Scopes">What it opens.</param>
/// <param name="KeyId">Null for a caller without a key and for the development key, which stands in no table.</param>
/// <param name="UserId">Whose key it is.</param>
/// <param name="OrganizationId">Whose user that is.</param>
public sealed record Caller(string Bucket, Tier Tier, KeyScope Scopes, long? KeyId = null, long? UserId = null, long? OrganizationId = null)
{
    /// <summary>Whether it came with a good key.</summary>
    public bool HasKey => Scopes != KeyScope.None;
}
