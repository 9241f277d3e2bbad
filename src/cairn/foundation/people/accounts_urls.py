"""Addresses that allauth asks for by its own names. What is not named here does not exist."""

from django.urls import path, re_path

from cairn.foundation.people.views import account, signing_in

urlpatterns = [
    path("sign-in/", signing_in.sign_in, name="account_login"),
    path("sign-in/second-step/", signing_in.second_step_page, name="mfa_authenticate"),
    path("sign-in/passkey/", signing_in.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("sign-in/forgotten/", signing_in.forgotten, name="account_reset_password"),
    path("sign-in/forgotten/sent/", signing_in.letter_sent, name="account_reset_password_done"),
    re_path(
        r"^sign-in/new-password/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        signing_in.choose_password,
        name="account_reset_password_from_key",
    ),
    path("sign-in/new-password/chosen/", signing_in.password_chosen, name="account_reset_password_from_key_done"),
    path("sign-in/not-active/", signing_in.not_active, name="account_inactive"),
    path("sign-out/", signing_in.sign_out, name="account_logout"),
    path("account/password/", account.change_password, name="account_change_password"),
    path("account/confirm/", account.confirm, name="account_reauthenticate"),
    path("account/confirm/code/", account.confirm_by_code, name="mfa_reauthenticate"),
    path("account/confirm/passkey/", account.confirm_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/sessions/", account.sessions, name="usersessions_list"),
    path("account/second-step/", account.second_steps, name="mfa_index"),
    path("account/second-step/app/", account.add_app, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", account.remove_app, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", account.recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", account.new_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/text/", account.codes_as_text, name="mfa_download_recovery_codes"),
    path("account/second-step/passkeys/", account.passkeys, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add/", account.add_passkey, name="mfa_add_webauthn"),
    path("account/second-step/passkeys/<int:pk>/rename/", account.rename_passkey, name="mfa_edit_webauthn"),
    path("account/second-step/passkeys/<int:pk>/remove/", account.remove_passkey, name="mfa_remove_webauthn"),
]
